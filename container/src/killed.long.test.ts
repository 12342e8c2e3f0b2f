/** The service dies at every point from which there is something to go on with; killed.test.ts has two. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectUndisturbed, Lives } from "./testing/lives.ts";

let lives: Lives;
beforeAll(async () => {
  lives = await Lives.open();
});
afterAll(() => lives.close());

describe("a film whose service is killed", () => {
  it("is the same film though it is killed after each part that is kept or uploaded", async () => {
    const whole = await lives.film(() => false);
    const made = await lives.film(() => true);
    expect(made.deaths).toBe(whole.arrivals.size);
    await expectUndisturbed(made, whole);
    expect(await lives.leftFiles()).toEqual([]);
  });

  it("is the same film though it is killed once, whenever that is", async () => {
    const whole = await lives.film(() => false);
    for (let last = 1; last <= whole.arrivals.size; last += 1) {
      const made = await lives.film((arrived) => arrived === last);
      expect(made.deaths).toBe(1);
      await expectUndisturbed(made, whole);
    }
  });
});
