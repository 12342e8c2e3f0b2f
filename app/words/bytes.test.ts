import { expect, it } from "vitest";
import { bytesWords } from "./bytes.ts";

it("writes sizes with at most one decimal, in the unit that fits", () => {
  const sizes = [0, 999, 1000, 1_440_000, 9_960_000, 23_400_000, 999_999, 4_200_000_000];
  expect(sizes.map(bytesWords)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "1.4 MB",
    "10 MB",
    "23 MB",
    "1.0 MB",
    "4.2 GB",
  ]);
});
