import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";

/**
 * Remix's component throws a promise until it has decoded the server's state. Nothing around a whole
 * document can catch that, so React ends with "Root did not complete" where a key is pressed just then.
 * Called once by hand, the component begins to decode before React does.
 */
async function untilDecoded(): Promise<void> {
  try {
    RemixBrowser({});
  } catch (waiting) {
    await waiting;
  }
}

void untilDecoded().finally(() =>
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <RemixBrowser />
      </StrictMode>,
    );
  }),
);
