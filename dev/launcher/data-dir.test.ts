import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataDir, mediaSigningKey } from "./data-dir.mjs";
import { identify, isAlive, isGroupAlive } from "./processes.mjs";

let folder = "";
const lockFile = () => path.join(folder, "launcher.lock");
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "edgereel-data-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function endedProcess() {
  const child = spawn("node", ["-e", ""]);
  const id = identify(child.pid ?? 0);
  await once(child, "close");
  return id;
}

describe("lockDataDir", () => {
  it("names the holder to whoever comes second, and lets go", async () => {
    const lock = await lockDataDir(folder);
    await expect(lockDataDir(folder)).rejects.toThrow(`process ${process.pid}`);
    lock.release();
    expect(existsSync(lockFile())).toBe(false);
    (await lockDataDir(folder)).release();
  });

  it("lets one of many through", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(folder)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("takes over from a holder that is gone", async () => {
    const holder = await endedProcess();
    writeFileSync(lockFile(), JSON.stringify({ holder, children: [] }));
    const lock = await lockDataDir(folder);
    expect(JSON.parse(readFileSync(lockFile(), "utf8"))).toMatchObject({
      holder: { pid: process.pid },
    });
    lock.release();
  });

  it("is not fooled by another process under the holder's number", async () => {
    const holder = { pid: process.pid, began: "1" };
    writeFileSync(lockFile(), JSON.stringify({ holder, children: [] }));
    (await lockDataDir(folder)).release();
  });

  it.each(["", "{", "null", "[]", '{"holder":{}}'])(
    "takes over a spoilt lock: %j",
    async (text) => {
      writeFileSync(lockFile(), text);
      (await lockDataDir(folder)).release();
    },
  );

  it("ends what the holder left running", async () => {
    const left = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    const leader = identify(left.pid ?? 0);
    const lost = once(left, "close");
    const holder = await endedProcess();
    writeFileSync(lockFile(), JSON.stringify({ holder, children: [leader] }));
    expect(isGroupAlive(leader)).toBe(true);
    const lock = await lockDataDir(folder, 100);
    expect(isGroupAlive(leader)).toBe(false);
    await lost;
    lock.release();
  });

  it("leaves alone what only has the number of a former child", async () => {
    const other = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    const holder = await endedProcess();
    const former = { pid: other.pid ?? 0, began: "1" };
    writeFileSync(lockFile(), JSON.stringify({ holder, children: [former] }));
    const lock = await lockDataDir(folder);
    expect(isAlive(identify(other.pid ?? 0))).toBe(true);
    other.kill("SIGKILL");
    lock.release();
  });

  it("does not remove a lock that is no longer its own", async () => {
    const lock = await lockDataDir(folder);
    const theirs = JSON.stringify({ holder: { pid: 1, began: null }, children: [] });
    writeFileSync(lockFile(), theirs);
    lock.release();
    expect(readFileSync(lockFile(), "utf8")).toBe(theirs);
  });
});

describe("mediaSigningKey", () => {
  it("is made once, kept, and for the owner's eyes only", () => {
    const key = mediaSigningKey(folder);
    expect(Buffer.from(key, "base64")).toHaveLength(32);
    expect(mediaSigningKey(folder)).toBe(key);
    expect(statSync(path.join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it.each(["", "{}", '{"mediaSigningKey":"c2hvcnQ="}'])("replaces an unusable one: %j", (text) => {
    writeFileSync(path.join(folder, "secrets.json"), text);
    expect(Buffer.from(mediaSigningKey(folder), "base64")).toHaveLength(32);
  });
});
