/** The one large prompt. Works by a plain post; scripts only keep the price current. */
import { Form } from "@remix-run/react";
import { useState } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { FORM_FIELDS, type FormFault } from "../forms/outcome.ts";
import { filmEstimate } from "../project/prices.ts";
import { aboutUsd } from "../words/money.ts";
import { timecode } from "../words/timecode.ts";
import { KeptText } from "./kept-text.tsx";

export type PromptFormProps = {
  models: readonly ModelInfo[];
  formKey: string;
  fault: FormFault | null;
  /** What the address fills in. */
  asked: { idea: string; characterDescription: string };
  isSending: boolean;
  /** This form is what is being sent. */
  isSent: boolean;
  isSimulated: boolean;
};

export function PromptForm(props: PromptFormProps) {
  const { models, formKey, fault, asked, isSending, isSent, isSimulated } = props;
  const typed: Record<string, string> = fault?.values ?? asked;
  const isAsked = asked.idea !== "" || asked.characterDescription !== "";
  const kept = { isAsked, isRefused: fault !== null, isSent };
  const [plan, setPlan] = useState({
    sceneCount: Number(typed["sceneCount"] ?? 4),
    clipLengthS: Number(typed["clipLengthS"] ?? 8),
    videoModel: typed["videoModel"] ?? "",
    aspectRatio: typed["aspectRatio"] ?? "16:9",
  });
  const estimate = filmEstimate(models, { ...plan, imageCount: LIMITS.portraits });
  const filmS = plan.sceneCount * plan.clipLengthS;
  const videos = models.filter((model) => model.kind === "video");
  return (
    <Form
      method="post"
      className="slate"
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || isSending) return;
        const button = event.currentTarget.querySelector<HTMLButtonElement>("button[value=quick]");
        event.currentTarget.requestSubmit(button);
      }}
    >
      <input type="hidden" name={FORM_FIELDS.form} value="prompt" />
      <input type="hidden" name={FORM_FIELDS.key} value={fault?.nextKey ?? formKey} />
      <Field name="idea" label="The idea" className="field idea" fault={fault}>
        <KeptText
          name="idea"
          draftKey="home/idea"
          most={LIMITS.ideaChars}
          rows={2}
          defaultValue={typed["idea"]}
          placeholder="A lighthouse keeper hears the sea sing, and answers with a lamp"
          {...kept}
        />
      </Field>
      <Field name="characterDescription" label="The character" fault={fault}>
        <KeptText
          name="characterDescription"
          draftKey="home/character"
          most={LIMITS.characterChars}
          defaultValue={typed["characterDescription"]}
          placeholder="An old keeper with a white beard and a yellow raincoat"
          {...kept}
        />
      </Field>
      <details className="options" open={fault !== null && hasOptionFault(fault)}>
        <summary className="fine">
          Options{" "}
          <span className="mono quiet">{`${plan.sceneCount} scenes · ${timecode(filmS)}`}</span>
        </summary>
        <div className="grid">
          <Field name="sceneCount" label="Scenes" fault={fault}>
            <input
              type="number"
              name="sceneCount"
              min={1}
              max={LIMITS.scenes}
              defaultValue={plan.sceneCount}
              onChange={(event) =>
                setPlan({ ...plan, sceneCount: Number(event.currentTarget.value) || 1 })
              }
            />
          </Field>
          <Field name="clipLengthS" label="Seconds for each" fault={fault}>
            <input
              type="number"
              name="clipLengthS"
              min={LIMITS.clipMinSeconds}
              max={LIMITS.clipMaxSeconds}
              defaultValue={plan.clipLengthS}
              onChange={(event) =>
                setPlan({ ...plan, clipLengthS: Number(event.currentTarget.value) || 2 })
              }
            />
          </Field>
          <Field name="aspectRatio" label="Ratio" fault={fault}>
            <select
              name="aspectRatio"
              defaultValue={plan.aspectRatio}
              onChange={(event) => setPlan({ ...plan, aspectRatio: event.currentTarget.value })}
            >
              <option value="16:9">16:9 wide</option>
              <option value="9:16">9:16 upright</option>
              <option value="1:1">1:1 square</option>
            </select>
          </Field>
          <Field name="videoModel" label="Shot on" fault={fault}>
            <select
              name="videoModel"
              defaultValue={plan.videoModel}
              onChange={(event) => setPlan({ ...plan, videoModel: event.currentTarget.value })}
            >
              <option value="">
                {videos.find((model) => model.isDefault)?.label ?? "Default"}
              </option>
              {videos
                .filter((model) => !model.isDefault)
                .map((model) => (
                  <option key={model.slug} value={model.slug}>
                    {model.label}
                  </option>
                ))}
            </select>
          </Field>
        </div>
      </details>
      {fault !== null && Object.keys(fault.fields).length === 0 ? (
        <p className="fault" role="alert">
          {fault.message}
        </p>
      ) : null}
      <div className="send">
        <span className="price quiet fine">
          {isSimulated ? "Simulated: nothing is billed. With real models " : "The whole film "}
          <span className="mono">{aboutUsd(estimate.totalUsd)}</span>
        </span>
        <button className="button" name="mode" value="step" disabled={isSending}>
          Go step by step
        </button>
        <button className="button yours" name="mode" value="quick" disabled={isSending}>
          {isSending ? "Starting…" : "Make the film"}
        </button>
      </div>
      <p className="modes quiet fine">
        “Make the film” goes through to the end by itself. Step by step stops for the choice of
        portrait and before clips are paid for. You can change over at any time.
      </p>
    </Form>
  );
}

function hasOptionFault(fault: FormFault): boolean {
  return ["sceneCount", "clipLengthS", "aspectRatio", "videoModel"].some(
    (name) => fault.fields[name] !== undefined,
  );
}

type FieldProps = {
  name: string;
  label: string;
  className?: string;
  fault: FormFault | null;
  children: React.ReactNode;
};

function Field({ name, label, className = "field", fault, children }: FieldProps) {
  const said = fault?.fields[name];
  return (
    <label className={className}>
      <span>{label}</span>
      {children}
      {said === undefined ? null : (
        <strong className="fault fine" role="alert">
          {said}
        </strong>
      )}
    </label>
  );
}
