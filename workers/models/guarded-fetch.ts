/**
 * The one place from which a request leaves for Replicate. The official package repeats a POST when
 * the network fails (up to six paid predictions), repeats 429 without a pause, has no timeout and
 * follows redirects. A guard serves one API call: it sends at most once, keeps what truly happened in
 * `exchange()`, and shows the package every failure as a 424, which the package does not repeat.
 * Measured on replicate 1.4.0.
 */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What happened to the one request. */
export type Exchange =
  | { kind: "answered"; status: number; retryAfter: string | null; text: string }
  /** Nothing left this machine. */
  | { kind: "refused"; reason: string }
  /** It may have arrived, and may have been acted on. */
  | { kind: "lost"; reason: "timeout" | "network" | "too_large" };

export type GuardOptions = {
  /** The API's address with its path, like https://api.replicate.com/v1. */
  baseUrl: string;
  token: string;
  fetch: Fetch;
  timeoutMs: number;
  maxBytes: number;
  /** Headers to add to the package's own. */
  headers?: Readonly<Record<string, string>>;
};

export type Guard = {
  fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /** Null until a request was tried. */
  exchange(): Exchange | null;
};

export function guardFetch(options: GuardOptions): Guard {
  let exchange: Exchange | null = null;
  return {
    exchange: () => exchange,
    async fetch(input, init = {}) {
      const url = input instanceof Request ? input.url : String(input);
      if (exchange === null) {
        // Set before the first await: a second call must never send.
        exchange = { kind: "lost", reason: "network" };
        exchange = isUnder(url, options.baseUrl)
          ? await sendOnce(url, init, options)
          : { kind: "refused", reason: "The address is outside the model service." };
      }
      return responseFor(exchange);
    },
  };
}

/** The token goes to the base address and below it, nowhere else. */
function isUnder(url: string, baseUrl: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(baseUrl)) return false;
  const target = new URL(url);
  const base = new URL(baseUrl);
  const path = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  return target.origin === base.origin && target.pathname.startsWith(path);
}

async function sendOnce(url: string, init: RequestInit, options: GuardOptions): Promise<Exchange> {
  // Called as a bare function: Workers refuse a `fetch` that is called as another object's method.
  const { fetch: send } = options;
  const headers = new Headers(init.headers);
  // The package falls back to the environment for its token; only ours may be sent.
  headers.delete("authorization");
  if (options.token !== "") headers.set("authorization", `Bearer ${options.token}`);
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);

  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), options.timeoutMs);
  try {
    const response = await send(url, {
      ...(init.method === undefined ? {} : { method: init.method }),
      ...(init.body === undefined ? {} : { body: init.body }),
      headers,
      redirect: "manual",
      signal: controller.signal,
    });
    const body = await readText(response, options.maxBytes).catch(() => "network" as const);
    // The status of a refusal counts even when its text did not arrive whole.
    if (response.ok && typeof body === "string") {
      return { kind: "lost", reason: controller.signal.aborted ? "timeout" : body };
    }
    return {
      kind: "answered",
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      text: typeof body === "string" ? "" : body.text,
    };
  } catch {
    return { kind: "lost", reason: controller.signal.aborted ? "timeout" : "network" };
  } finally {
    clearTimeout(timer);
  }
}

async function readText(
  response: Response,
  maxBytes: number,
): Promise<{ text: string } | "too_large"> {
  if (response.body === null) return { text: "" };
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode() };
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel().catch(() => undefined);
      return "too_large";
    }
    text += decoder.decode(value, { stream: true });
  }
}

function responseFor(exchange: Exchange): Response {
  const isSuccess = exchange.kind === "answered" && exchange.status >= 200 && exchange.status < 300;
  return isSuccess
    ? new Response(exchange.text, { headers: { "content-type": "application/json" } })
    : new Response("", { status: 424 });
}
