/**
 * A real local HTTP server that answers as a test tells it, and remembers what it was sent. The
 * test hands in Node's `createServer`, so that nothing here needs Node's types.
 */
type Incoming = {
  method?: string | undefined;
  url?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  socket: { destroy(): unknown };
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end", listener: () => void): unknown;
};
type Outgoing = {
  writeHead(status: number, headers?: Record<string, string>): Outgoing;
  write(text: string, then?: () => void): unknown;
  end(body?: string | Uint8Array): unknown;
};
type Server = {
  listen(port: number, host: string, then: () => void): unknown;
  address(): string | { port: number } | null;
  closeAllConnections(): void;
  close(then: () => void): unknown;
};
export type CreateServer = (listener: (request: Incoming, response: Outgoing) => void) => Server;

export type Received = { method: string; url: string; headers: Incoming["headers"]; body: string };
export type Handler = (received: Received, response: Outgoing, request: Incoming) => void;

export type LocalProvider = {
  /** Every request that was read to its end, in order. */
  calls: Received[];
  origin: string;
  answer: Handler;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function localProvider(createServer: CreateServer): LocalProvider {
  const server = createServer((request, response) => {
    const decoder = new TextDecoder();
    let body = "";
    request.on("data", (chunk) => (body += decoder.decode(chunk, { stream: true })));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const received = { method, url, headers, body };
      provider.calls.push(received);
      provider.answer(received, response, request);
    });
  });
  const provider: LocalProvider = {
    calls: [],
    origin: "",
    answer: (_, response) => response.end(),
    async start() {
      provider.calls = [];
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      if (address === null || typeof address === "string")
        throw new Error("The server has no port.");
      provider.origin = `http://127.0.0.1:${address.port}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
  return provider;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (_, response) =>
    response
      .writeHead(status, { "content-type": "application/json", ...headers })
      .end(JSON.stringify(body));
}

export function html(status: number): Handler {
  return (_, response) =>
    response.writeHead(status, { "content-type": "text/html" }).end("<html>Bad gateway</html>");
}

/** Reads the whole request, then drops the connection. */
export const drop: Handler = (_, __, request) => request.socket.destroy();

/** Promises 500 bytes, sends a few and drops the connection. */
export const breakOff: Handler = (_, response, request) =>
  response
    .writeHead(201, { "content-length": "500" })
    .write('{"id":', () => request.socket.destroy());
