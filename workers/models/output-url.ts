/** Which addresses a model's output may be fetched from. Everything else could reach anywhere. */

const DELIVERY_HOST = "replicate.delivery";
const REPLICATE_API_HOST = "api.replicate.com";

/**
 * True for https on replicate.delivery and its subdomains, and, where `baseUrl` is not Replicate's own
 * API, for exactly its origin. Check every redirect's target as well.
 */
export function isOutputUrlAllowed(url: string, baseUrl: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(baseUrl)) return false;
  const target = new URL(url);
  if (target.username !== "" || target.password !== "") return false;
  const base = new URL(baseUrl);
  if (
    base.hostname !== REPLICATE_API_HOST &&
    (base.protocol === "http:" || base.protocol === "https:") &&
    target.origin === base.origin
  ) {
    return true;
  }
  const isDelivery =
    target.hostname === DELIVERY_HOST || target.hostname.endsWith(`.${DELIVERY_HOST}`);
  return isDelivery && target.protocol === "https:" && target.port === "";
}
