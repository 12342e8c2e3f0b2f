/** The live channel: a WebSocket to one project. */
import { checkOrigin } from "./doors.ts";
import { errorResponse, withRequestId } from "./error-response.ts";
import { defineRoute } from "./route.ts";

export const liveRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}/live",
    id: "openChannel",
    tag: "Media",
    summary: "Follow a project live",
    description:
      "A WebSocket. The server sends JSON messages (schema ServerMessage): first a snapshot, then one " +
      'event for each change, with seq rising by one. A client that sees a gap sends {"type":"resync"} ' +
      "(schema ClientMessage) and gets a snapshot. The text ping is answered by the text pong.",
    answer: { status: 101, description: "The channel is open." },
    errors: ["invalid_request"],
    handle: async ({ inbox, config, params, request, requestId }) => {
      if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") {
        const message = "This address is a live channel. Open it as a WebSocket.";
        return errorResponse({ code: "invalid_request", message }, requestId, {
          status: 426,
          headers: { Upgrade: "websocket", Connection: "Upgrade" },
        });
      }
      // Browsers do not apply CORS to sockets: without this any page could read along.
      const allowed = checkOrigin(request, config);
      if (!allowed.ok) return allowed;
      return await withRequestId(await inbox.openChannel(params.project_id, request), requestId);
    },
  }),
];
