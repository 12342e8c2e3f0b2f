/**
 * A clip of one's own on its way from the disk into a scene: in parts, each sent again where the
 * connection was lost, from the first one that the server does not have. It knows nothing of React.
 */
import { ownClipPath, ownClipsPath } from "../../workers/contracts/paths.ts";
import type { OwnClipUpload } from "../../workers/contracts/own-clips.ts";

export const MOST_BYTES = 500 * 1024 * 1024;

export type Sending = {
  stage: "sending" | "waiting" | "finishing";
  /** Bytes that have arrived or are on their way, where that has changed. */
  sentBytes?: number;
};

export type Answer = { status: number; body: unknown };

/** How requests leave the page. `null` where no answer came. */
export type Transport = {
  json(method: string, path: string, body?: object): Promise<Answer | null>;
  put(
    path: string,
    part: Blob,
    onSent: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<Answer | null>;
  /** Rejects when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

export type SendOwnClip = {
  projectId: string;
  sceneId: string;
  file: File;
  transport: Transport;
  onChange: (state: Sending) => void;
  /** Stops sending; what has arrived stays for the next time. */
  signal: AbortSignal;
};

/** Where it `mayGoOn`, the same file goes on with what has arrived; else another one is needed. */
export type Sent = { ok: true } | { ok: false; message: string; mayGoOn: boolean };

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** About two minutes without a connection; then the person decides. */
const MOST_TRIES = 12;

export async function sendOwnClip(order: SendOwnClip): Promise<Sent> {
  const { projectId, sceneId, file, transport } = order;
  const refusal = await refusalOf(file);
  if (refusal !== null) return { ok: false, message: refusal, mayGoOn: false };
  try {
    const begun = await untilAnswered(order, () =>
      transport.json("POST", ownClipsPath(projectId, sceneId), {
        file_name: file.name,
        bytes: file.size,
      }),
    );
    const upload = uploadOf(begun);
    if (upload === null) return refused(begun);
    const parts = await sendParts(order, upload);
    if (!parts.ok) return parts;
    order.onChange({ stage: "finishing", sentBytes: file.size });
    const done = await untilAnswered(order, () =>
      transport.json("POST", ownClipPath(projectId, upload.id)),
    );
    return done !== null && done.status < 300 ? { ok: true } : refused(done);
  } catch (cause) {
    if (!order.signal.aborted) throw cause;
    return { ok: false, message: "Stopped. Choose the file again to go on.", mayGoOn: true };
  }
}

async function sendParts(order: SendOwnClip, begun: OwnClipUpload): Promise<Sent> {
  const { file, transport, onChange, signal } = order;
  let upload = begun;
  for (let part = upload.missingParts[0]; part !== undefined; part = upload.missingParts[0]) {
    const { missingParts, partBytes, url } = upload;
    const pieceOf = (number: number) => file.slice((number - 1) * partBytes, number * partBytes);
    const piece = pieceOf(part);
    const hereBytes = missingParts.reduce((left, each) => left - pieceOf(each).size, file.size);
    const path = `${url}?part=${part}`;
    const answer = await untilAnswered(order, () =>
      transport.put(
        path,
        piece,
        (bytes) => {
          onChange({ stage: "sending", sentBytes: Math.min(file.size, hereBytes + bytes) });
        },
        signal,
      ),
    );
    const next = uploadOf(answer);
    if (next === null) return refused(answer);
    upload = next;
  }
  return { ok: true };
}

/** The same request until the server says something about it. Null when it never did. */
async function untilAnswered(
  { transport, onChange, signal }: SendOwnClip,
  ask: () => Promise<Answer | null>,
): Promise<Answer | null> {
  let answer: Answer | null = null;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    signal.throwIfAborted();
    answer = await ask();
    signal.throwIfAborted();
    if (answer !== null && answer.status < 500) return answer;
    onChange({ stage: "waiting" });
    await transport.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries), signal);
  }
  return answer;
}

function uploadOf(answer: Answer | null): OwnClipUpload | null {
  if (answer === null || answer.status >= 300) return null;
  const body = answer.body as Record<string, unknown>;
  return {
    id: String(body["id"]),
    sceneId: String(body["scene_id"]),
    fileName: String(body["file_name"]),
    bytes: Number(body["bytes"]),
    partBytes: Number(body["part_bytes"]),
    url: String(body["url"]),
    missingParts: (body["missing_parts"] as number[] | undefined) ?? [],
    expiresAt: Number(body["expires_at"]),
  };
}

function refused(answer: Answer | null): Sent {
  if (answer === null) {
    const message =
      "The connection was lost and did not come back. What has arrived is kept for a day: go on when you are connected again.";
    return { ok: false, message, mayGoOn: true };
  }
  const said = (answer.body as { message?: unknown } | null)?.message;
  const message =
    typeof said === "string" ? said : "The upload was refused. Choose the file again.";
  return { ok: false, message, mayGoOn: answer.status === 409 || answer.status >= 500 };
}

/** What is wrong with a file before a byte of it is sent; null for one that may be a video. */
export async function refusalOf(file: File): Promise<string | null> {
  if (file.size === 0) return `The file “${file.name}” is empty. Choose another one.`;
  if (file.size > MOST_BYTES) {
    return `The file “${file.name}” has ${megabytes(file.size)} MB; a clip may have at most 500 MB. Make it shorter or smaller, then choose it again.`;
  }
  const start = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const text = String.fromCharCode(...start);
  const isVideo =
    text.startsWith("\x1a\x45\xdf\xa3") || /^(ftyp|moov|wide|mdat|free|skip)/.test(text.slice(4));
  if (isVideo) return null;
  const isPicture = /^(\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP)/s.test(text);
  const what = isPicture ? "is a picture" : "does not look like a video";
  return `The file “${file.name}” ${what}, whatever its name says. Choose an MP4, MOV or WebM.`;
}

/** As people write sizes: one decimal. */
export function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
