/** Three ideas that start with one click. */
import { Form } from "@remix-run/react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { FORM_FIELDS } from "../forms/outcome.ts";
import lastLetter from "../posters/last-letter.svg?url";
import lowTide from "../posters/low-tide.svg?url";
import winterGarden from "../posters/winter-garden.svg?url";
import { filmEstimate } from "../project/prices.ts";
import { aboutUsd } from "../words/money.ts";

/** What a form without options asks for. */
const EXAMPLE_PLAN = {
  sceneCount: 4,
  clipLengthS: 8,
  imageCount: LIMITS.portraits,
  aspectRatio: "16:9",
};

const EXAMPLES = [
  {
    title: "Low tide",
    image: lowTide,
    idea: "At the lowest tide of the year a lighthouse keeper walks out to the wreck and finds its bell still ringing under the sea",
    character: "An old lighthouse keeper with a white beard, a yellow raincoat and a brass lantern",
  },
  {
    title: "The winter garden",
    image: winterGarden,
    idea: "A small robot tends the last greenhouse in a snowed-in city, until one night the flowers glow and lead it outside",
    character: "A small round silver robot with blue eyes and a red scarf",
  },
  {
    title: "The last letter",
    image: lastLetter,
    idea: "A postwoman rides through the desert at sunset to deliver the last letter of a closed post office",
    character: "A young woman with a blue uniform, a cap and a leather bag, on an old bicycle",
  },
];

export type PostersProps = {
  models: readonly ModelInfo[];
  formKey: string;
  isSending: boolean;
  isSimulated: boolean;
};

/** One click makes the film at once where it costs nothing; with real models it stops before clips. */
export function Posters({ models, formKey, isSending, isSimulated }: PostersProps) {
  const { portraitsUsd, scriptUsd } = filmEstimate(models, EXAMPLE_PLAN);
  const price = `Portraits and scenes · ${aboutUsd(portraitsUsd + scriptUsd)}`;
  return (
    <div className="posters" role="group" aria-label="Start from an example">
      {EXAMPLES.map(({ title, image, idea, character }) => (
        <Form method="post" key={title}>
          <input type="hidden" name={FORM_FIELDS.form} value={title} />
          <input type="hidden" name={FORM_FIELDS.key} value={formKey} />
          <input type="hidden" name="title" value={title} />
          <input type="hidden" name="idea" value={idea} />
          <input type="hidden" name="characterDescription" value={character} />
          <button
            className="poster"
            name="mode"
            value={isSimulated ? "quick" : "step"}
            disabled={isSending}
          >
            <img src={image} alt="" width={400} height={500} />
            <strong>{title}</strong>
            <span className="quiet fine">{idea}</span>
            {isSimulated ? null : <span className="price mono quiet">{price}</span>}
          </button>
        </Form>
      ))}
    </div>
  );
}
