/** Headers that limit what a browser does with our answers. */
import type { MiddlewareHandler } from "hono";
import type { Config } from "../env.ts";
import type { HttpEnv } from "./http-context.ts";

/** Sets the headers on every answer except a WebSocket's 101, which must pass untouched. */
export function securityHeaders(
  config: Pick<Config, "environment" | "corsOrigins">,
): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    await next();
    if (context.res.status === 101) return;
    const url = new URL(context.req.url);
    const policy = contentSecurityPolicy(url, context.get("nonce"));
    // Files that were made or sent in come with a stricter policy of their own.
    if (!context.res.headers.has("Content-Security-Policy")) {
      context.header("Content-Security-Policy", policy);
    }
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    // Not no-referrer: browsers then send `Origin: null` with our own forms, and the doors refuse it.
    context.header("Referrer-Policy", "same-origin");
    context.header("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    // Pages of CORS_ORIGINS show our pictures in plain <img> tags, which send no Origin to check.
    const readers = config.corsOrigins.length > 0 ? "cross-origin" : "same-origin";
    context.header("Cross-Origin-Resource-Policy", readers);
    if (config.environment === "production") {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
  };
}

/** One policy for pages, docs and media opened by themselves. Inline scripts need the nonce. */
export function contentSecurityPolicy(url: URL, nonce: string): string {
  // Some browsers do not count a socket to the same host as 'self'. The host was sent by the caller
  // and URLs allow `;` in it, so only plain ones are named.
  const isPlainHost = /^[\w.:[\]-]+$/.test(url.host);
  const socket = `${url.protocol === "https:" ? "wss" : "ws"}://${url.host}`;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    `connect-src 'self'${isPlainHost ? ` ${socket}` : ""}`,
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
}
