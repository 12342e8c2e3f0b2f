import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { FoldedText } from "./folded-text.tsx";

const render = (text: string) => renderToStaticMarkup(<FoldedText text={text} />);

describe("FoldedText", () => {
  it("shows a short text as it is, and nothing for none", () => {
    expect(render("A fox in a green scarf")).toMatch(/^<p [^>]*>A fox in a green scarf<\/p>$/);
    expect(render("")).toBe("");
  });

  it("folds a long text and keeps the whole of it", () => {
    const long = "The tide turns. ".repeat(40).trim();
    const html = render(long);
    expect(html).toMatch(/^<details/);
    expect(html).toContain("Read all of it");
    expect(html).toContain(`<p>${long}</p>`);
  });
});
