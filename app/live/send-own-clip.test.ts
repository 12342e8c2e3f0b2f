import { describe, expect, it } from "vitest";
import { type Answer, type Sending, MOST_BYTES, refusalOf, sendOwnClip } from "./send-own-clip.ts";

const PART = 10;

function video(bytes: number, name = "storm.mp4"): File {
  const content = new Uint8Array(bytes).fill(7);
  content.set(new TextEncoder().encode("\0\0\0\x18ftypisom"));
  return new File([content], name);
}

/** A server in memory, behind a connection that can be lost. */
class Server {
  readonly parts = new Map<number, string>();
  readonly asked: string[] = [];
  /** The next requests of this kind that get no answer, or one of these. */
  lost: (Answer | null)[] = [];
  bytes = 0;
  pauses = 0;

  state(): Answer {
    const count = Math.ceil(this.bytes / PART);
    const all = Array.from({ length: count }, (_, index) => index + 1);
    const missing_parts = all.filter((part) => !this.parts.has(part));
    return {
      status: 200,
      body: { id: "u", bytes: this.bytes, part_bytes: PART, url: "/up", missing_parts },
    };
  }

  async send(file: File, controller = new AbortController()) {
    const seen: Sending[] = [];
    const sent = await sendOwnClip({
      projectId: "p",
      sceneId: "s",
      file,
      signal: controller.signal,
      onChange: (state) => seen.push(state),
      transport: {
        json: async (method, path, body) => {
          this.asked.push(`${method} ${path.split("/").slice(4).join("/")}`);
          if (body !== undefined) {
            this.bytes = (body as { bytes: number }).bytes;
            return this.state();
          }
          return { status: 200, body: {} };
        },
        put: async (path, part, onSent) => {
          const number = Number(path.split("=")[1]);
          this.asked.push(`part ${number}`);
          onSent(part.size);
          const lost = this.lost.shift();
          if (lost !== undefined) return lost;
          this.parts.set(number, await part.text());
          return this.state();
        },
        pause: async () => {
          this.pauses += 1;
          if (this.pauses === 3) controller.abort();
          controller.signal.throwIfAborted();
        },
      },
    });
    return { sent, seen };
  }
}

describe("sending an own clip", () => {
  it("sends each part once, then completes it", async () => {
    const server = new Server();
    const file = video(25);
    const { sent, seen } = await server.send(file);
    expect(sent).toEqual({ ok: true });
    expect([...server.parts.values()].join("")).toBe(await file.text());
    expect(server.asked).toEqual([
      "POST scenes/s/own_clips",
      ...["part 1", "part 2", "part 3"],
      "POST own_clips/u",
    ]);
    expect(seen.map(({ sentBytes }) => sentBytes)).toEqual([10, 20, 25, 25]);
    expect(seen.at(-1)?.stage).toBe("finishing");
  });

  it("sends a part again where the connection was lost, and says so", async () => {
    const server = new Server();
    server.lost = [null, { status: 503, body: null }];
    const { sent, seen } = await server.send(video(25));
    expect(sent.ok).toBe(true);
    expect(server.asked.filter((each) => each === "part 1")).toHaveLength(3);
    expect(seen.filter(({ stage }) => stage === "waiting")).toHaveLength(2);
  });

  it("goes on with what is missing", async () => {
    const server = new Server();
    server.parts.set(1, "");
    server.parts.set(3, "");
    await server.send(video(25));
    expect(server.asked.filter((each) => each.startsWith("part"))).toEqual(["part 2"]);
  });

  it("ends with the server's words where it refuses, and when the person stops it", async () => {
    const refusing = new Server();
    refusing.lost = [{ status: 404, body: { message: "It was given up." } }];
    const refused = await refusing.send(video(25));
    expect(refused.sent).toEqual({ ok: false, message: "It was given up.", mayGoOn: false });
    const stopped = new Server();
    stopped.lost = [null, null, null, null];
    expect((await stopped.send(video(25))).sent).toMatchObject({ ok: false, mayGoOn: true });
    expect(stopped.asked.at(-1)).toBe("part 1");
  });
});

describe("a file", () => {
  it("is refused before a byte of it leaves, with what to do", async () => {
    const picture = new File([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10])], "holiday.mp4");
    expect(await refusalOf(picture)).toContain("“holiday.mp4” is a picture");
    expect(await refusalOf(new File(["hello there"], "a.mp4"))).toContain("not look like a video");
    expect(await refusalOf(new File([], "a.mp4"))).toContain("is empty");
    const large = Object.defineProperty(video(20), "size", { value: MOST_BYTES + 1 });
    expect(await refusalOf(large)).toContain("at most 500 MB");
    const server = new Server();
    expect((await server.send(picture)).sent.ok).toBe(false);
    expect(server.asked).toEqual([]);
  });

  it.each(["storm.mp4", "\u202Egpj.mp4", "🌊🌊.mov"])(
    "is taken by its bytes as %j",
    async (name) => {
      expect(await refusalOf(video(20, name))).toBeNull();
    },
  );
});
