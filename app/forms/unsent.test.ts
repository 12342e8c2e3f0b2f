import type { ClientActionFunctionArgs } from "@remix-run/react";
import { describe, expect, it } from "vitest";
import { revalidateIfSent, sendOrSay } from "./unsent.ts";

const ADDRESS = "http://localhost/projects/1";

function send(init: { body: BodyInit; address?: string }, answer: () => Promise<unknown>) {
  const request = new Request(init.address ?? ADDRESS, { method: "POST", body: init.body });
  return sendOrSay({ request, serverAction: answer } as unknown as ClientActionFunctionArgs);
}

const noLine = () => Promise.reject(new TypeError("Failed to fetch"));
const typed = new URLSearchParams({
  ...{ form: "plan-film", key: "key-12345678", intent: "plan-film", enhanced: "yes" },
  transition: "wipe",
});

describe("a form that gets no answer", () => {
  it("stays as it was filled, and is tried again under the same key", async () => {
    expect(await send({ body: typed }, noLine)).toEqual({
      form: "plan-film",
      ok: false,
      message: expect.stringMatching(/no connection.*try again/),
      fields: {},
      values: { transition: "wipe" },
      nextKey: "key-12345678",
      isUnsent: true,
    });
  });

  it("is told beside its own form where it has a file", async () => {
    const body = new FormData();
    body.set("file", new File(["x"], "song.mp3"));
    const song = await send({ body, address: `${ADDRESS}?upload=song` }, noLine);
    expect(song).toMatchObject({ form: "upload-song", isUnsent: true });
    expect(await send({ body }, noLine)).toMatchObject({ form: "upload-portrait" });
  });

  it("does not have the page read again what it can't have now", () => {
    const args = { defaultShouldRevalidate: true } as Parameters<typeof revalidateIfSent>[0];
    expect(revalidateIfSent({ ...args, actionResult: { isUnsent: true } })).toBe(false);
    expect(revalidateIfSent({ ...args, actionResult: { ok: true } })).toBe(true);
    expect(revalidateIfSent(args)).toBe(true);
  });
});

it("leaves every answer as it is, and what is thrown on purpose", async () => {
  expect(await send({ body: typed }, async () => ({ ok: true }))).toEqual({ ok: true });
  const redirect = new Response(null, { status: 302 });
  const thrown = send({ body: typed }, async () => {
    throw redirect; // As Remix does.
  });
  await expect(thrown).rejects.toBe(redirect);
  const fault = new Error("broken");
  await expect(send({ body: typed }, () => Promise.reject(fault))).rejects.toBe(fault);
});
