import { describe, expect, it } from "vitest";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { Posters } from "./posters.tsx";

const model = (kind: "image" | "text", usd: number): ModelInfo => ({
  slug: `maker/${kind}`,
  kind,
  label: kind,
  isDefault: true,
  price: { unit: "run", usd, isEstimate: true },
  lengthsS: [],
  aspectRatios: [],
  takesReference: false,
  referenceShot: null,
  hasAudio: false,
});

const posters = (isSimulated: boolean) =>
  renderInPage(
    <Posters
      models={[model("image", 0.04), model("text", 0.01)]}
      formKey="key-12345678"
      isSending={false}
      isSimulated={isSimulated}
    />,
  );

describe("the examples", () => {
  it("stop before clips where models cost money, and say what comes before", async () => {
    const html = await posters(false);
    expect(html.match(/name="mode" value="step"/g)).toHaveLength(3);
    expect(wordsOf(html).match(/Portraits and scenes · about \$0\.17/g)).toHaveLength(3);
  });

  it("are made to the end where nothing is paid", async () => {
    const html = await posters(true);
    expect(html.match(/name="mode" value="quick"/g)).toHaveLength(3);
    expect(wordsOf(html)).not.toContain("$");
  });
});
