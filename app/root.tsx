/** The document that every page stands in, and what is shown when a page can't be. */
import geist from "@fontsource-variable/geist/index.css?url";
import mono from "@fontsource-variable/geist-mono/index.css?url";
import type { LinksFunction } from "@remix-run/cloudflare";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
} from "@remix-run/react";
import { type ReactNode, useContext } from "react";
import { Masthead } from "./components/masthead.tsx";
import { NonceContext } from "./nonce.ts";
import base from "./styles/base.css?url";
import tokens from "./styles/tokens.css?url";

export const links: LinksFunction = () => [
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  ...[tokens, geist, mono, base].map((href) => ({ rel: "stylesheet", href })),
];

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration {...(nonce === undefined ? {} : { nonce })} />
        <Scripts {...(nonce === undefined ? {} : { nonce })} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { title, sentence } = wordsFor(error);
  return (
    <div className="page">
      <title>{`${title} · Edgereel`}</title>
      <Masthead />
      <main className="opening">
        <h1>{title}</h1>
        <p className="quiet">{sentence}</p>
        <p>
          <a className="button" href="/">
            Back to your films
          </a>
        </p>
      </main>
    </div>
  );
}

function wordsFor(error: unknown): { title: string; sentence: string } {
  if (isRouteErrorResponse(error)) {
    const said = typeof error.data === "string" && error.data !== "" ? error.data : null;
    if (error.status === 404) {
      return {
        title: "Nothing on this reel",
        sentence: said ?? "There is no page at this address. Check it, or start from your films.",
      };
    }
    return {
      title: "That did not work",
      sentence: said ?? "The page could not be shown. Reload it in a moment.",
    };
  }
  return {
    title: "That did not work",
    sentence: "The page could not be shown. Nothing was lost. Reload it in a moment.",
  };
}
