import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { claimPort } from "./ports.mjs";

it("finds a free port for 0, and says in one sentence that one is taken", async () => {
  const free = await claimPort(0);
  expect(free).toBeGreaterThan(0);
  const server = createServer().listen(free, "127.0.0.1");
  await once(server, "listening");
  await expect(claimPort(free)).rejects.toThrow(
    `Port ${free} is taken by another program. Stop that program, or choose another with PORT`,
  );
  server.close();
});
