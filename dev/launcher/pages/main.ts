/**
 * The pages with hot reload, for `npm run dev`: Vite renders them in Node and reaches the Durable
 * Objects of the Worker that runs beside it. See vite.config.ts for the settings.
 */
import path from "node:path";
import { createServer } from "vite";

const server = await createServer({
  configFile: path.join(import.meta.dirname, "vite.config.ts"),
  clearScreen: false,
});
await server.listen();

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  // The proxy to the Durable Objects holds the process open and has no way to be ended; the launcher
  // ends what is left of the group.
  void server.close().finally(() => process.exit(0));
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.stdin.on("close", () => process.exit(0)).resume();
process.stdout.write(`${JSON.stringify({ event: "ready", port: server.config.server.port })}\n`);
