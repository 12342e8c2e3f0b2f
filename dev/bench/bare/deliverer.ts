/** What delivery is measured by: a Worker that does nothing but hand on the object's body. */
const KEY = "object";

type Env = {
  MEDIA: {
    get(key: string, options: { range: Headers }): Promise<{ body: ReadableStream } | null>;
  };
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    // The launcher's program asks it for its health before it calls it ready.
    if (new URL(request.url).pathname === "/api/health") return new Response("ok");
    const object = await env.MEDIA.get(KEY, { range: request.headers });
    const status = request.headers.has("range") ? 206 : 200;
    return object === null
      ? new Response(null, { status: 404 })
      : new Response(object.body, { status });
  },
};
