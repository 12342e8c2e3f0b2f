/** Under a portrait that has arrived: look at it large, and draw one close to it. */
import { Maximize2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { assetPath } from "../../workers/contracts/paths.ts";
import type { PortraitSlot } from "../project/portraits.ts";
import { findModel, runUsd } from "../project/prices.ts";
import { aboutUsd } from "../words/money.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

const PortraitDialog = lazy(() => import("./portrait-dialog.tsx"));

export type PortraitToolsProps = { slot: PortraitSlot; desk: Desk };

export function PortraitTools({ slot, desk }: PortraitToolsProps) {
  const { reference, asset } = slot;
  const [isOpen, setOpen] = useState(false);
  const { project } = desk.snapshot;
  if (asset === null) return null;
  const model = findModel(desk.models, project.settings.imageModel);
  return (
    <div className="portrait-tools">
      {/* Without scripts the picture opens by itself. */}
      <a
        className="button plain"
        href={assetPath(project.id, asset.id)}
        aria-label={`Look at option ${slot.option} large`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <Maximize2 size={14} aria-hidden="true" />
        <span className="look-word">Look</span>
      </a>
      <IntentForm
        name={`vary-${reference.id}`}
        intent="vary-portrait"
        formKey={`${desk.formKey}-${desk.snapshot.characterReferences.length}`}
        fields={{ characterReferenceId: reference.id }}
        fault={desk.fault}
      >
        {({ isSending }) => (
          <button
            className="button plain"
            disabled={isSending}
            title={
              model?.takesReference === true
                ? "Another portrait close to this picture"
                : "Another portrait of the same words: this model takes no picture"
            }
          >
            <span>
              Vary<span className="unseen"> option {slot.option}</span> · {aboutUsd(runUsd(model))}
            </span>
          </button>
        )}
      </IntentForm>
      {isOpen ? (
        <Suspense fallback={null}>
          <PortraitDialog first={slot} desk={desk} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
