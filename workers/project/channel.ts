/**
 * The live channel of one project: hibernating WebSockets, a snapshot on connect, then events with
 * `seq`. Heartbeats are answered by the runtime, so an idle page costs nothing.
 */
import * as z from "zod/mini";
import { ClientMessage, PING, PONG, type ServerMessage, type Snapshot } from "../contracts/live.ts";
import { toWire } from "../contracts/wire.ts";

/** A page's messages are a few bytes; anything longer is not from our page. */
const LONGEST_MESSAGE = 1_024;

export class Channel {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** Answers an upgrade request with 101 and sends the snapshot first. */
  accept(snapshot: Snapshot): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    this.#send(server, { type: "snapshot", snapshot });
    return new Response(null, { status: 101, webSocket: client });
  }

  broadcast(message: ServerMessage): void {
    const sockets = this.#ctx.getWebSockets();
    if (sockets.length === 0) return;
    const text = JSON.stringify(toWire(message));
    for (const socket of sockets) trySend(socket, text);
  }

  /** A client that missed an event asks for all of it again; anything else closes the socket. */
  receive(socket: WebSocket, message: string | ArrayBuffer, snapshot: Snapshot | null): void {
    if (typeof message === "string" && message.length <= LONGEST_MESSAGE && isResync(message)) {
      this.#send(socket, snapshot === null ? { type: "deleted" } : { type: "snapshot", snapshot });
      return;
    }
    socket.close(1003, "Only a resync request is understood here.");
  }

  /**
   * The other half of the closing handshake: the runtime leaves it to us, and a client without a limit
   * of its own would wait for it for ever.
   */
  answerClose(socket: WebSocket, code: number, reason: string): void {
    // 1005 and 1006 say that no code came; they can't be sent.
    if (code === 1005 || code === 1006) socket.close();
    else socket.close(code, reason);
  }

  closeAll(): void {
    this.broadcast({ type: "deleted" });
    for (const socket of this.#ctx.getWebSockets()) socket.close(1000, "The project was deleted.");
  }

  #send(socket: WebSocket, message: ServerMessage): void {
    trySend(socket, JSON.stringify(toWire(message)));
  }
}

function isResync(text: string): boolean {
  try {
    return z.safeParse(ClientMessage, JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** A socket that is closing refuses to send; its page will reconnect and get a snapshot. */
function trySend(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    return;
  }
}
