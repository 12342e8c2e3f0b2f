/** Why a command can't be done, in sentences that several commands answer with. */
import { fail } from "../contracts/errors.ts";

export function alreadyRunning(what: string) {
  return fail("conflict", `${what} already. Wait for it, or cancel it first.`);
}

export function noSuch(what: string) {
  return fail("not_found", `There is no such ${what} in this project. Reload the page.`);
}
