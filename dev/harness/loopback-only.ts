/**
 * No test may leave this machine: whatever would is refused where it happens, with the address named.
 * Loaded before every test file that runs in Node.
 */
import net from "node:net";

class LeftLoopback extends Error {
  override name = "LeftLoopback";
  constructor(host: string) {
    super(`A test tried to reach ${host}. Tests may reach 127.0.0.1 and localhost only.`);
  }
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { hostname, protocol } = new URL(input instanceof Request ? input.url : input);
  if (protocol.startsWith("http") && !isLoopback(hostname)) throw new LeftLoopback(hostname);
  return await realFetch(input, init);
};

/** Sockets below fetch, http and tls: all of them are opened here. */
type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket;
const realConnect = net.Socket.prototype.connect as unknown as Connect;
net.Socket.prototype.connect = function connect(this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args);
  if (host !== null && !isLoopback(host)) throw new LeftLoopback(host);
  return realConnect.apply(this, args);
};

/** The host of any of connect's forms; null for a path or when none is given (localhost). */
function hostOf(args: unknown[]): string | null {
  // net.connect normalises its arguments into one array before it gets here.
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === "object" && first !== null && "host" in first) {
    return typeof first.host === "string" ? first.host : null;
  }
  return typeof first === "number" && typeof second === "string" ? second : null;
}
