/**
 * What webhooks are measured by: a Worker that verifies the same signature and has a Durable Object write
 * one row for it, and nothing else.
 */
type Sql = { exec(query: string, ...values: string[]): unknown };
type Objects = { getByName(name: string): { fetch(request: Request): Promise<Response> } };
type Env = { SECRET: string; RECEIVERS: Objects };

export class Receiver {
  readonly #sql: Sql;

  constructor(state: { storage: { sql: Sql } }) {
    this.#sql = state.storage.sql;
    this.#sql.exec("CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, body TEXT)");
  }

  async fetch(request: Request): Promise<Response> {
    const id = request.headers.get("webhook-id") ?? "";
    this.#sql.exec("INSERT OR IGNORE INTO deliveries VALUES (?, ?)", id, await request.text());
    return Response.json({ received: true });
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    // The launcher's program asks it for its health before it calls it ready.
    if (pathname === "/api/health") return new Response("ok");
    const { headers } = request;
    const body = await request.text();
    const signed = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`;
    const signature = (headers.get("webhook-signature") ?? "").slice("v1,".length);
    if (!(await isSigned(env.SECRET, signed, signature)))
      return new Response(null, { status: 401 });
    const receiver = env.RECEIVERS.getByName(searchParams.get("project") ?? "");
    return receiver.fetch(new Request(request.url, { method: "POST", headers, body }));
  },
};

async function isSigned(secret: string, text: string, signature: string): Promise<boolean> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = bytes(secret.slice("whsec_".length));
  const imported = await crypto.subtle.importKey("raw", key, hmac, false, ["verify"]);
  return crypto.subtle.verify("HMAC", imported, bytes(signature), new TextEncoder().encode(text));
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
