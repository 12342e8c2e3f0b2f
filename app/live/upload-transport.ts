/** Requests of an upload as a browser sends them. Only XMLHttpRequest tells how much of a body has left. */
import type { Answer, Transport } from "./send-own-clip.ts";

export const browserTransport: Transport = {
  json: async (method, path, body) => {
    try {
      const response = await fetch(path, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
      });
      return { status: response.status, body: await response.json().catch(() => null) };
    } catch {
      return null;
    }
  },
  put: (path, part, onSent, signal) =>
    new Promise<Answer | null>((resolve) => {
      const request = new XMLHttpRequest();
      const abort = () => request.abort();
      const end = (answer: Answer | null) => {
        signal.removeEventListener("abort", abort);
        resolve(answer);
      };
      request.open("PUT", path);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.responseType = "json";
      request.upload.onprogress = ({ loaded }) => onSent(loaded);
      request.onload = () => end({ status: request.status, body: request.response as unknown });
      request.onerror = request.onabort = request.ontimeout = () => end(null);
      signal.addEventListener("abort", abort);
      request.send(part);
    }),
  pause: (ms, signal) =>
    new Promise<void>((resolve, reject) => {
      const go = () => {
        clearTimeout(timer);
        window.removeEventListener("online", go);
        resolve();
      };
      // Sooner where the browser says that the connection is back.
      const timer = setTimeout(go, ms);
      window.addEventListener("online", go);
      signal.addEventListener("abort", () => {
        go();
        reject(new DOMException("The upload was stopped.", "AbortError"));
      });
    }),
};
