/** The film's picture and files: its shape and size, what stands in for a gap, further files. */
import { FitMode, RENDITIONS } from "../../workers/contracts/film-options.ts";
import { FilmSize } from "../../workers/contracts/film-plan.ts";
import { AspectRatio } from "../../workers/contracts/models.ts";
import { FIT_WORDS, RATIO_WORDS, RENDITION_WORDS } from "../words/film-plan-words.ts";
import { sceneWords } from "../words/lists.ts";
import { Choice, type PlanPart, Ticks, textValue } from "./plan-controls.tsx";

const RATIOS = AspectRatio.options.map((ratio) => [ratio, RATIO_WORDS[ratio]] as const);
const SIZES = FilmSize.options.map((size) => [size, size] as const);
const FITS = FitMode.options.map((fit) => [fit, FIT_WORDS[fit]] as const);
const FILES = RENDITIONS.map((kind) => [kind, RENDITION_WORDS[kind]] as const);

export type PlanPictureProps = Pick<PlanPart, "values"> & {
  /** Numbers of the scenes without a clip. */
  gaps: readonly number[];
};

export function PlanPicture({ values, gaps }: PlanPictureProps) {
  return (
    <fieldset>
      <legend>Picture and files</legend>
      <div className="field-row">
        <Choice
          values={values}
          name="ratio"
          label="Shape"
          options={[["", "As the clips"], ...RATIOS]}
        />
        <Choice
          values={values}
          name="size"
          label="Size"
          options={[["", "As the clips"], ...SIZES]}
        />
      </div>
      <Choice values={values} name="fit" label="A clip of another shape" options={FITS} />
      {gaps.length === 0 ? (
        <input type="hidden" name="gaps" value={textValue(values, "gaps")} />
      ) : (
        <Choice
          values={values}
          name="gaps"
          label={`In place of ${sceneWords(gaps)}, not shot yet`}
          options={[
            ["leave_out", "Nothing"],
            ["still", "The character with the scene's words"],
          ]}
        />
      )}
      <div className="field">
        <span>Further files of the same film</span>
        <Ticks values={values} name="renditions" options={FILES} />
      </div>
    </fieldset>
  );
}
