/** What Remix loaders and actions find in `context`. The Worker's entry builds it for each request. */
import "@remix-run/cloudflare";
import type { LoadContext } from "../workers/contracts/gateway.ts";

declare module "@remix-run/cloudflare" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merged into Remix's own
  interface AppLoadContext extends LoadContext {}
  interface Future {
    v3_singleFetch: true;
  }
}
