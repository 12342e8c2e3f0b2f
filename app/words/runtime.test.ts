import { expect, it } from "vitest";
import { runtime } from "./runtime.ts";

it("leaves out hours where there are none", () => {
  expect([0, 32.4, 599.6, 3_599, 3_600, Number.NaN].map(runtime)).toEqual([
    "00:00",
    "00:32",
    "10:00",
    "59:59",
    "01:00:00",
    "00:00",
  ]);
});
