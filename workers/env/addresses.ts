/** URLs and origins as settings write them. */

/** True for the names and addresses that only this machine can mean; brackets of IPv6 allowed. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    hostname === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/** An http or https URL with no name and password before its host and nothing behind its path. */
export function plainUrl(value: string): URL | null {
  const url = URL.parse(value);
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  const isPlain = url?.username === "" && url.password === "" && url.search === "";
  return isHttp && isPlain && url.hash === "" ? url : null;
}

/** The origin that `value` is, in its one spelling; null when it is more or less than an origin. */
export function exactOrigin(value: string): string | null {
  const url = plainUrl(value);
  return url?.pathname === "/" ? url.origin : null;
}

export function withoutSlash(url: URL): string {
  return url.href.replace(/\/+$/, "");
}
