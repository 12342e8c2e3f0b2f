/** The pages: hands a request to the built Remix app. Apart, so that tests can run without a build. */
import { createRequestHandler } from "@remix-run/cloudflare";
import * as build from "../build/server/index.js";
import type { LoadContext } from "./contracts/gateway.ts";

const handle = createRequestHandler(build, "production");

export async function servePage(request: Request, context: LoadContext): Promise<Response> {
  return await handle(request, context);
}
