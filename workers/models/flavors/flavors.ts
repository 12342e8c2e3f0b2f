/** Every flavor, and looking one up. */
import { CONCERT } from "./concert.ts";
import { DEFAULT } from "./default.ts";
import { FILM_NOIR } from "./film-noir.ts";
import type { Flavor } from "./flavor.ts";
import { PRODUCT_ADVERT } from "./product-advert.ts";

/** The first is the default; the order is the one that people see. */
export const FLAVORS = [DEFAULT, FILM_NOIR, CONCERT, PRODUCT_ADVERT] as const satisfies readonly [
  Flavor,
  ...Flavor[],
];

export function flavorNames(): string[] {
  return FLAVORS.map((flavor) => flavor.name);
}

/**
 * The flavor of that name. Null is the default; so is a name that nobody knows, and then `warning`
 * says so in a sentence for people.
 */
export function findFlavor(name: string | null): { flavor: Flavor; warning: string | null } {
  if (name === null) return { flavor: DEFAULT, warning: null };
  const found = FLAVORS.find((flavor) => flavor.name === name);
  if (found !== undefined) return { flavor: found, warning: null };
  return {
    flavor: DEFAULT,
    warning: `There is no flavor called "${name.slice(0, 100)}", so the default one is used. Choose one of ${flavorNames().join(", ")}.`,
  };
}
