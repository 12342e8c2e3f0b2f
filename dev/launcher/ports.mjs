/** Ports of this machine. */
import { createServer } from "node:net";
import { Halt } from "./halt.mjs";

const HOST = "127.0.0.1";

/**
 * Where free ports are looked for. Systems hand out higher ones by themselves (Linux from 32768), to any
 * connection that is opened between the claim of a port and its use.
 */
const FREE = { from: 20_000, count: 12_000 };
const TRIES = 50;

/**
 * The port to listen on: the one asked for, or a free one for 0.
 * @param {number} port
 * @returns {Promise<number>}
 * @throws {Halt} when it is taken or not allowed
 */
export async function claimPort(port) {
  if (port !== 0) return probe(port);
  for (let tries = 1; tries < TRIES; tries += 1) {
    try {
      return await probe(FREE.from + Math.floor(Math.random() * FREE.count));
    } catch {
      // Taken: another one.
    }
  }
  return probe(0);
}

/**
 * @param {number} port
 * @returns {Promise<number>}
 */
function probe(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      reject(new Halt(whyNot(port, error.code)));
    });
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const address = server.address();
      const claimed = address !== null && typeof address === "object" ? address.port : port;
      server.close(() => resolve(claimed));
    });
  });
}

/**
 * @param {number} port
 * @param {string | undefined} code
 */
function whyNot(port, code) {
  const other = "choose another with PORT, for example: PORT=8788 npm start";
  if (code === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Stop that program, or ${other}`;
  }
  if (code === "EACCES") return `Port ${port} is not allowed for this user; ${other}`;
  return `Port ${port} cannot be opened (${code ?? "unknown reason"}); ${other}`;
}
