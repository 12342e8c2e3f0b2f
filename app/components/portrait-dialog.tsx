/** The portraits large, one at a time; the arrow keys go from one to the next. Loaded on use. */
import * as Dialog from "@radix-ui/react-dialog";
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { useState } from "react";
import { assetPath } from "../../workers/contracts/paths.ts";
import { type PortraitSlot, portraitSets } from "../project/portraits.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

export type PortraitDialogProps = { first: PortraitSlot; desk: Desk; onClose: () => void };

export default function PortraitDialog({ first, desk, onClose }: PortraitDialogProps) {
  const { snapshot } = desk;
  const slots = portraitSets(snapshot)
    .flatMap((set) => set.slots)
    .filter((slot) => slot.asset !== null);
  const [shownId, setShownId] = useState(first.reference.id);
  const at = Math.max(
    0,
    slots.findIndex(({ reference }) => reference.id === shownId),
  );
  const slot = slots[at] ?? first;
  const { asset, reference } = slot;
  const go = (by: number) => {
    const next = slots[(at + by + slots.length) % slots.length];
    if (next !== undefined) setShownId(next.reference.id);
  };
  if (asset === null) return null;
  const src = assetPath(snapshot.project.id, asset.id);
  const facts = [
    asset.width === null ? null : `${asset.width} × ${asset.height ?? "?"}`,
    reference.seed === null ? null : `seed ${reference.seed}`,
    slot.job?.model ?? null,
  ].filter((fact) => fact !== null);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="look-veil" />
        <Dialog.Content
          className="look"
          aria-describedby={undefined}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") go(1);
            if (event.key === "ArrowLeft") go(-1);
          }}
        >
          <header>
            <Dialog.Title>
              Option {slot.option}
              {slot.isChosen ? " · chosen" : ""}
            </Dialog.Title>
            <span className="mono quiet">{facts.join(" · ")}</span>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </header>
          <img
            src={src}
            alt={reference.prompt === "" ? `Option ${slot.option}` : reference.prompt}
            width={asset.width ?? 1024}
            height={asset.height ?? 1024}
          />
          <footer>
            <button
              type="button"
              className="icon-button"
              aria-label="The one before"
              disabled={slots.length < 2}
              onClick={() => go(-1)}
            >
              <ChevronLeft size={18} aria-hidden="true" />
            </button>
            <span className="mono quiet" aria-live="polite">
              {at + 1} of {slots.length}
            </span>
            <button
              type="button"
              className="icon-button"
              aria-label="The next one"
              disabled={slots.length < 2}
              onClick={() => go(1)}
            >
              <ChevronRight size={18} aria-hidden="true" />
            </button>
            <span className="end">
              <a
                className="button"
                href={assetPath(snapshot.project.id, asset.id, { download: true })}
              >
                Download
              </a>
              {slot.isChosen ? null : (
                <IntentForm
                  name={`choose-large-${reference.id}`}
                  intent="choose-character"
                  formKey={desk.formKey}
                  fields={{ characterReferenceId: reference.id }}
                  onDone={onClose}
                >
                  {({ isSending }) => (
                    <button className="button yours" disabled={isSending}>
                      Choose option {slot.option}
                    </button>
                  )}
                </IntentForm>
              )}
            </span>
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
