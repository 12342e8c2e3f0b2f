/** Two deaths on the way to a film; killed.long.test.ts has all of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectUndisturbed, Lives } from "./testing/lives.ts";

const THIRD_KEPT = 3;

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.open();
});
afterAll(() => lives.close());

describe("a film whose service is killed", () => {
  it("is the same film, made of the parts that were kept", async () => {
    const whole = await lives.film(() => false);
    const firstUploaded = 1 + [...whole.arrivals.keys()].indexOf("film/1");
    const made = await lives.film((arrived) => [THIRD_KEPT, firstUploaded].includes(arrived));
    expect(made.deaths).toBe(2);
    expect([...made.arrivals][firstUploaded - 1]?.[0]).toBe("film/1");
    await expectUndisturbed(made, whole);
    expect(await lives.leftFiles()).toEqual([]);
  }, 120_000);
});
