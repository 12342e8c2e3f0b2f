/** The picture of the character that generate_video can be given in its body. */
import { describe, expect, it } from "vitest";
import { fail, ok } from "../../contracts/errors.ts";
import { toBase64 } from "../../media/base64.ts";
import { buildPng } from "../../media/pictures/testing/build-png.ts";
import { foundFile } from "../../testing/fake-works.ts";
import { json, type TestHttp } from "../../testing/test-http.ts";
import { B, CALL_ID, detailOf, PROJECT, VIDEO, withState } from "../../testing/ask-mv.ts";
import { asset, ended, made } from "./testing/outcomes.ts";

describe("a picture in the body", () => {
  const send = async (http: TestHttp, change: object) => {
    const picture = toBase64(await buildPng());
    const body = { prompt: "It kneels", reference_image_base64: picture, ...change };
    return http.send("POST", VIDEO, json(body));
  };
  const state = ended(made("clip", { asset: asset(B, "video") }));

  it("is saved under the call's own id and given to the model", async () => {
    const http = withState(state);
    expect((await send(http, {})).status).toBe(200);
    const id = CALL_ID;
    expect(http.works.added).toMatchObject([{ media: "image", assetId: id, projectId: PROJECT }]);
    expect(http.works.opened[0]?.command).toMatchObject({
      value: { type: "shoot", order: { reference: { assetId: id, contentType: "image/png" } } },
    });
  });

  it("gives way to a character that is here", async () => {
    const http = withState(state);
    http.works.files.set(B, foundFile(B, "image", "image/webp"));
    const response = await send(http, { character_reference_id: B });
    expect(await response.json()).toMatchObject({
      character_reference_warning: null,
      metadata: { character_reference_id: B },
    });
    expect(http.works.added).toEqual([]);
  });

  it("is not kept when the scene that it is for can't be", async () => {
    const http = withState(state);
    const project_id = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
    const response = await send(http, { project_id, sequence: 9 });
    expect(response.status).toBe(400);
    expect(await detailOf(response)).toMatchObject({ message: expect.stringContaining("scene 9") });
    expect([http.works.added, http.works.opened]).toEqual([[], []]);
    expect((await send(http, { project_id, sequence: 2 })).status).toBe(200);
  });

  it("is the request's fault when it can't be decoded", async () => {
    const http = withState(state);
    http.works.library.add = async () => fail("asset_invalid", "No picture can be seen in it.");
    const response = await send(http, {});
    expect(response.status).toBe(400);
    expect(await detailOf(response)).toMatchObject({ error: "ValidationError" });
    http.works.library.add = async () => fail("stitch_unavailable", "Nobody can look at it now.");
    expect((await send(http, {})).status).toBe(503);
    http.works.library.add = async () => ok(foundFile(B, "image", "image/png"));
    expect((await send(http, {})).status).toBe(200);
  });
});
