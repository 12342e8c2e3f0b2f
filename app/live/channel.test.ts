import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServerMessage } from "../../workers/contracts/live.ts";
import { toWire } from "../../workers/contracts/wire.ts";
import { STARTED_AT, fixtures } from "../testing/fixtures.ts";
import type { Channel, LinkState } from "./channel.ts";
import {
  AWAKE_WITHIN_MS,
  HEARTBEAT_MS,
  PONG_WITHIN_MS,
  openChannel,
  parseFrame,
  pauseMs,
} from "./channel.ts";

class FakeSocket extends EventTarget {
  readyState = 0;
  sent: string[] = [];
  send(frame: string): void {
    this.sent.push(frame);
  }
  close(): void {
    this.readyState = 3;
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  hear(data: string): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  drop(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }
}

const snapshotFrame = JSON.stringify(toWire({ type: "snapshot", snapshot: fixtures.choose }));

describe("openChannel", () => {
  const sockets: FakeSocket[] = [];
  const links: LinkState[] = [];
  const messages: ServerMessage[] = [];
  let leavesGap = false;
  let channel: Channel;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets.length = links.length = messages.length = 0;
    leavesGap = false;
    channel = openChannel({
      connect: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      onMessage: (message) => {
        messages.push(message);
        return leavesGap;
      },
      onLink: (state) => links.push(state),
      random: () => 1,
    });
  });

  afterEach(() => {
    channel.close();
    vi.useRealTimers();
  });

  const last = () => sockets.at(-1)!;

  it("is live once the first snapshot came", () => {
    last().open();
    expect(links).toEqual([]);
    last().hear(snapshotFrame);
    expect(links).toEqual(["live"]);
    expect(messages[0]).toEqual({ type: "snapshot", snapshot: fixtures.choose });
  });

  const resync = JSON.stringify({ type: "resync" });
  const eventFrame = (seq: number) =>
    JSON.stringify({ type: "event", event: { seq, at: STARTED_AT } });

  it("asks for a snapshot after a gap, and after a frame it cannot read", () => {
    last().open();
    leavesGap = true;
    last().hear(eventFrame(99));
    expect(last().sent).toEqual([resync]);
    leavesGap = false;
    last().hear(snapshotFrame);
    last().hear("{not json");
    expect(last().sent).toEqual([resync, resync]);
    expect(messages.map((message) => message.type)).toEqual(["event", "snapshot"]);
  });

  it("does not ask again and again when it cannot read the answers", () => {
    last().open();
    for (let turn = 0; turn < 50; turn += 1) {
      last().hear(JSON.stringify({ type: "snapshot", snapshot: { seq: "of another version" } }));
    }
    expect(last().sent).toEqual([resync]);
    expect(messages).toEqual([]);
    last().drop();
    vi.advanceTimersByTime(500);
    last().open();
    last().hear("{not json");
    expect(last().sent).toEqual([resync]);
  });

  it("reconnects with growing pauses and starts over after a snapshot", () => {
    last().drop();
    expect(links).toEqual(["reconnecting"]);
    vi.advanceTimersByTime(499);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
    last().drop();
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    last().open();
    last().hear(snapshotFrame);
    last().drop();
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(4);
  });

  it("pings an idle socket and gives it up without a pong", () => {
    last().open();
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect(last().sent).toEqual(["ping"]);
    last().hear("pong");
    expect(messages).toEqual([]);
    vi.advanceTimersByTime(HEARTBEAT_MS + PONG_WITHIN_MS);
    expect(links).toEqual(["reconnecting"]);
  });

  it("ignores a late close of a socket it gave up", () => {
    last().open();
    vi.advanceTimersByTime(HEARTBEAT_MS + PONG_WITHIN_MS);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    sockets[0]!.drop();
    vi.advanceTimersByTime(60_000);
    expect(sockets.length).toBeLessThanOrEqual(2);
  });

  it("hurries out of a pause", () => {
    last().drop();
    channel.hurry();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(2);
  });

  it("asks how things stand as soon as somebody looks again, and once for each answer", () => {
    last().open();
    last().hear(snapshotFrame);
    channel.hurry();
    channel.hurry();
    expect(last().sent.filter((frame) => frame === resync)).toHaveLength(1);
    last().hear(snapshotFrame);
    vi.advanceTimersByTime(AWAKE_WITHIN_MS);
    expect(sockets).toHaveLength(1);
    channel.hurry();
    expect(last().sent.filter((frame) => frame === resync)).toHaveLength(2);
  });

  it("gives a socket up that did not survive the sleep, and has the truth at once from a new one", () => {
    last().open();
    last().hear(snapshotFrame);
    channel.hurry();
    vi.advanceTimersByTime(AWAKE_WITHIN_MS);
    expect(links).toEqual(["live", "reconnecting"]);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    last().open();
    last().hear(snapshotFrame);
    expect(links).toEqual(["live", "reconnecting", "live"]);
  });

  it("stays closed when the project is deleted", () => {
    last().open();
    last().hear(JSON.stringify({ type: "deleted" }));
    expect(messages).toEqual([{ type: "deleted" }]);
    last().drop();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});

describe("pauseMs", () => {
  it("doubles up to 15 s, jittered down to half", () => {
    expect([0, 1, 2, 5, 40].map((attempt) => pauseMs(attempt, 1))).toEqual([
      500, 1000, 2000, 15_000, 15_000,
    ]);
    expect(pauseMs(0, 0)).toBe(250);
  });
});

describe("parseFrame", () => {
  it("reads a snapshot in snake_case", () => {
    expect(parseFrame(snapshotFrame)).toEqual({ type: "snapshot", snapshot: fixtures.choose });
  });

  it("reads what a later version says of a project, without what it does not know", () => {
    const frame = JSON.parse(snapshotFrame) as { snapshot: { project: object; jobs: object[] } };
    const { project, jobs } = frame.snapshot;
    for (const row of [frame, frame.snapshot, project, ...jobs]) {
      Object.assign(row, { of_a_later_version: [1] });
    }
    expect(parseFrame(JSON.stringify(frame))).toEqual({
      type: "snapshot",
      snapshot: fixtures.choose,
    });
  });

  it("refuses anything else", () => {
    expect(parseFrame("")).toBeNull();
    expect(parseFrame("[]")).toBeNull();
    expect(parseFrame(JSON.stringify({ type: "snapshot", snapshot: {} }))).toBeNull();
  });
});
