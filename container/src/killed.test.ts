/** Two deaths on the way to a film; killed.long.test.ts has all of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectUndisturbed, Lives } from "./testing/lives.ts";

const THIRD_KEPT = 3;
/** Six encoded parts and the sound are kept before. */
const FIRST_UPLOADED = 8;

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.open();
});
afterAll(() => lives.close());

describe("a film whose service is killed", () => {
  it("is the same film, made of the parts that were kept", async () => {
    const whole = await lives.film(() => false);
    const made = await lives.film((arrived) => [THIRD_KEPT, FIRST_UPLOADED].includes(arrived));
    expect(made.deaths).toBe(2);
    expect([...made.arrivals][FIRST_UPLOADED - 1]?.[0]).toBe("film/1");
    await expectUndisturbed(made, whole);
    expect(await lives.leftFiles()).toEqual([]);
  }, 120_000);
});
