/** US dollars in words. Prices are estimates unless a caller says otherwise. */

/** An amount as `$0.42`. A price too small for cents is `under $0.01`, never `$0.00`. */
export function usd(amount: number): string {
  if (!Number.isFinite(amount) || amount <= 0) return "$0.00";
  if (amount < 0.005) return "under $0.01";
  return `$${amount.toFixed(2)}`;
}

/** The price at the end of a button's verb: `about $0.42`, or `free` for work of our own. */
export function aboutUsd(amount: number): string {
  if (amount <= 0) return "free";
  return amount < 0.005 ? usd(amount) : `about ${usd(amount)}`;
}
