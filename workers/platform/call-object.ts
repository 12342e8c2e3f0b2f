/**
 * Calling a Durable Object. A deploy or a move resets the object and fails the calls in flight; the
 * platform marks those errors `retryable`. Only calls that are safe to repeat go through here, which
 * all of ours are: they carry ids or idempotency keys.
 */

const TRIES = 4;
const BASE_MS = 50;

/** Overload is never answered with more load. A stub that threw may be broken, so each try makes one. */
export async function callObject<Stub, T>(
  makeStub: () => Stub,
  call: (stub: Stub) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call(makeStub());
    } catch (cause) {
      if (tries >= TRIES || !isWorthRepeating(cause)) throw cause;
      const wait = BASE_MS * 2 ** tries * Math.random();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function isWorthRepeating(cause: unknown): boolean {
  if (typeof cause !== "object" || cause === null) return false;
  const { retryable, overloaded } = cause as { retryable?: unknown; overloaded?: unknown };
  return retryable === true && overloaded !== true;
}
