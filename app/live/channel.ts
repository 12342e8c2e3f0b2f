/**
 * One project's WebSocket, kept open: heartbeat, reconnect with growing jittered pauses, resync. It
 * knows nothing of React. Messages that do not parse are answered with a resync, never applied.
 */
import type { ServerMessage } from "../../workers/contracts/live.ts";
import { PING, PONG, ServerMessage as ServerMessageSchema } from "../../workers/contracts/live.ts";
import { fromWire, toWire } from "../../workers/contracts/wire.ts";

export type LinkState = "connecting" | "live" | "reconnecting";

export type ChannelOptions = {
  /** Opens a socket to the project's live address. */
  connect: () => WebSocket;
  /** Returns true when the message left a gap and a fresh snapshot is wanted. */
  onMessage: (message: ServerMessage) => boolean;
  onLink: (state: LinkState) => void;
  /** 0 to 1, for the jitter. */
  random: () => number;
};

export const HEARTBEAT_MS = 25_000;
export const PONG_WITHIN_MS = 10_000;
/** After a sleep or a change of network most open sockets are dead, and somebody is looking. */
export const AWAKE_WITHIN_MS = 2_500;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Pause before reconnect number `attempt` (from 0): doubling, capped, between half and all of it. */
export function pauseMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random / 2));
}

/** The message in a frame; null when it is none of the protocol's. */
export function parseFrame(frame: string): ServerMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return null;
  }
  const parsed = fromWire(ServerMessageSchema, value);
  return parsed.success ? parsed.data : null;
}

export type Channel = {
  /**
   * The laptop woke, the network came back, or somebody looks again: tries now instead of at the end of a
   * pause, and asks an open socket for how things stand.
   */
  hurry: () => void;
  close: () => void;
};

export function openChannel(options: ChannelOptions): Channel {
  let socket: WebSocket | null = null;
  let attempt = 0;
  let isClosed = false;
  // One resync at a time: after a deploy an old tab may not be able to read even the snapshot that
  // answers it, and must not ask for it again and again.
  let awaitsSnapshot = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: ReturnType<typeof setTimeout> | undefined;

  function dial(): void {
    clearTimeout(retry);
    const mine = options.connect();
    socket = mine;
    awaitsSnapshot = false;
    // Each handler first asks whether its socket is still the current one: a late close of a socket
    // that was given up must not tear down its successor.
    mine.addEventListener("open", () => {
      if (socket !== mine) return;
      beat(mine, HEARTBEAT_MS);
    });
    mine.addEventListener("message", (event) => {
      if (socket !== mine) return;
      beat(mine, HEARTBEAT_MS);
      if (typeof event.data !== "string" || event.data === PONG) return;
      const message = parseFrame(event.data);
      if (message !== null && message.type === "snapshot") {
        attempt = 0;
        awaitsSnapshot = false;
        options.onLink("live");
      }
      if (message !== null && message.type === "deleted") isClosed = true;
      const isLost = message === null || options.onMessage(message);
      if (isLost && !awaitsSnapshot) {
        awaitsSnapshot = true;
        send(mine, JSON.stringify(toWire({ type: "resync" })));
      }
    });
    mine.addEventListener("close", () => lost(mine));
    // A browser closes after an error. Not every WebSocket does where there was no connection yet.
    mine.addEventListener("error", () => lost(mine));
  }

  function beat(mine: WebSocket, afterMs: number): void {
    clearTimeout(heartbeat);
    heartbeat = setTimeout(() => {
      send(mine, PING);
      heartbeat = setTimeout(() => giveUp(mine), PONG_WITHIN_MS);
    }, afterMs);
  }

  /** Any answer counts, and a dead socket gives none. */
  function wake(mine: WebSocket): void {
    clearTimeout(heartbeat);
    heartbeat = setTimeout(() => giveUp(mine), AWAKE_WITHIN_MS);
    send(mine, PING);
    if (awaitsSnapshot) return;
    awaitsSnapshot = true;
    send(mine, JSON.stringify(toWire({ type: "resync" })));
  }

  function giveUp(mine: WebSocket): void {
    mine.close();
    lost(mine);
  }

  function lost(mine: WebSocket): void {
    if (socket !== mine) return;
    socket = null;
    clearTimeout(heartbeat);
    if (isClosed) return;
    options.onLink("reconnecting");
    retry = setTimeout(dial, pauseMs(attempt, options.random()));
    attempt += 1;
  }

  dial();
  return {
    hurry() {
      if (isClosed) return;
      if (socket === null) dial();
      else if (socket.readyState === 1) wake(socket);
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      clearTimeout(heartbeat);
      const mine = socket;
      socket = null;
      mine?.close();
    },
  };
}

function send(socket: WebSocket, frame: string): void {
  if (socket.readyState === 1) socket.send(frame);
}
