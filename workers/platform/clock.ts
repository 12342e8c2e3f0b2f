/**
 * Time and identity as things that are handed in, so that every decision can be tested at once. The
 * real ones are `Date.now` and `crypto.randomUUID`, wired where the Worker and its objects start.
 */

/** Now, in epoch milliseconds. */
export type Clock = () => number;

/** A fresh UUID each time. */
export type NewId = () => string;
