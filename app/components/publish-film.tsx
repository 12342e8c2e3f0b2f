/** Gives a film an address to pass on, or takes it back. */
import { Check, Link2 } from "lucide-react";
import { useState } from "react";
import { assetPath } from "../../workers/contracts/paths.ts";
import type { Film } from "../../workers/contracts/project.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { dayWords } from "../words/dates.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

export function PublishFilm({ film, desk }: { film: Film; desk: Desk }) {
  const isPublished = film.publishedAt !== null;
  const assetId = film.assetId ?? "";
  // As the API tells it; without a public domain this server's own.
  const address =
    desk.publishedBase == null
      ? assetPath(desk.snapshot.project.id, assetId)
      : `${desk.publishedBase}${assetId}`;
  return (
    <>
      {film.publishedAt === null ? null : (
        <>
          <a className="published fine" href={address}>
            Published {dayWords(film.publishedAt)}
          </a>
          <CopyLink address={address} number={film.number} />
        </>
      )}
      <IntentForm
        name={`publish-${film.id}`}
        intent="publish-film"
        formKey={desk.formKey}
        fields={{ filmId: film.id, isPublished: isPublished ? "no" : "yes" }}
        fault={desk.fault}
      >
        {({ isSending }) => (
          <button
            className="button plain"
            disabled={isSending}
            aria-label={`${isPublished ? "Unpublish" : "Publish"} film ${film.number}`}
          >
            {isPublished ? "Unpublish" : "Publish"}
          </button>
        )}
      </IntentForm>
    </>
  );
}

/** Without scripts, and where the clipboard is closed, the address itself can be copied from the link. */
function CopyLink({ address, number }: { address: string; number: number }) {
  const isHydrated = useHydrated();
  const [result, setResult] = useState<"copied" | "refused" | null>(null);
  if (!isHydrated) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(new URL(address, window.location.href).href);
      setResult("copied");
    } catch {
      setResult("refused");
    }
  };
  const Icon = result === "copied" ? Check : Link2;
  return (
    <>
      <button
        type="button"
        className="button plain"
        onClick={() => void copy()}
        aria-label={`Copy link to film ${number}`}
      >
        <Icon size={14} aria-hidden="true" />
        {result === "copied" ? "Copied" : "Copy link"}
      </button>
      <span className={result === "refused" ? "fine fault" : "unseen"} role="status">
        {result === "refused"
          ? "The browser keeps its clipboard closed. Copy the address of “Published”."
          : result === "copied"
            ? "The link was copied."
            : ""}
      </span>
    </>
  );
}
