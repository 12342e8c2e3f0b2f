/** Reads variables one by one and notes every fault, so that all of them can be told at once. */
import { exactOrigin, isLoopback } from "./addresses.ts";
import type { Variables } from "./variables.ts";

type Name = keyof Variables;

export type Reader = {
  /** Each names a variable and says what it must be; none repeats a value, which may be a secret. */
  faults: string[];
  isProduction: boolean;
  /** Trimmed; null when missing or empty. */
  read(name: Name): string | null;
  refuse(name: Name, rule: string): void;
  /** 1, true, 0 or false; off when missing. */
  readFlag(name: Name): boolean;
  /** A whole number of seconds within the bounds; `usual` when missing. */
  readSeconds(name: Name, bounds: { least: number; most: number; usual: number }): number;
  /** In production https and not this machine. */
  readOrigin(name: Name): string | null;
};

/** ENVIRONMENT is read at once: production when missing, because that keeps the doors closed. */
export function createReader(variables: Variables): Reader {
  const faults: string[] = [];
  const read: Reader["read"] = (name) => {
    const value = variables[name]?.trim();
    return value === undefined || value === "" ? null : value;
  };
  const refuse: Reader["refuse"] = (name, rule) => {
    faults.push(`${name} ${rule}`);
  };
  const environment = read("ENVIRONMENT") ?? "production";
  if (environment !== "local" && environment !== "production") {
    refuse("ENVIRONMENT", 'must be "local" or "production"');
  }
  const isProduction = environment !== "local";

  return {
    faults,
    isProduction,
    read,
    refuse,

    readFlag(name) {
      const value = read(name)?.toLowerCase() ?? "0";
      const isOn = value === "1" || value === "true";
      if (!isOn && value !== "0" && value !== "false") refuse(name, "must be 1 or 0");
      return isOn;
    },

    readSeconds(name, { least, most, usual }) {
      const value = read(name);
      if (value === null) return usual;
      const seconds = Number(value);
      if (/^\d+$/.test(value) && seconds >= least && seconds <= most) return seconds;
      refuse(name, `must be a whole number of seconds from ${least} to ${most}`);
      return usual;
    },

    readOrigin(name) {
      const value = read(name);
      if (value === null) return null;
      const origin = exactOrigin(value);
      if (origin === null) {
        refuse(name, "must be an origin without a path, such as https://films.example");
      } else if (isProduction && !origin.startsWith("https://")) {
        refuse(name, "must be https in production");
      } else if (isProduction && isLoopback(new URL(origin).hostname)) {
        refuse(name, "must not be a loopback address in production");
      }
      return origin;
    },
  };
}
