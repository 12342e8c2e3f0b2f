import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { sceneRows } from "../project/scene-rows.ts";
import { STARTED_AT, fixtureId, fixtureJob, fixtures } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { ClipCard } from "./clip-card.tsx";
import type { Desk } from "./desk.ts";

const veo: ModelInfo = {
  slug: "google/veo-3.1",
  kind: "video",
  label: "Veo 3.1",
  isDefault: true,
  price: { unit: "second", usd: 0.15, isEstimate: true },
  lengthsS: [8],
  aspectRatios: ["16:9"],
  takesReference: true,
  referenceShot: null,
  hasAudio: true,
};

/** The first scene's clip in a snapshot, as the server sends it. */
function card(snapshot: Snapshot): Promise<string> {
  const desk: Desk = {
    snapshot,
    now: STARTED_AT + 90_000,
    models: [veo],
    expectedSeconds: { character: 8, script: 5, clip: 60, film: 20 },
    formKey: "key-12345678",
    fault: null,
  };
  return renderInPage(<ClipCard row={sceneRows(snapshot)[0]!} desk={desk} />);
}

const { gaps } = fixtures;
const [first] = gaps.clips;
const second = {
  ...first!,
  ...{ id: fixtureId(6, 30), take: 2, jobId: fixtureId(2, 30), assetId: null, seed: 4711 },
};
const refused: Snapshot = {
  ...gaps,
  clips: [...gaps.clips, second],
  jobs: [
    ...gaps.jobs,
    fixtureJob(30, {
      status: "failed",
      error: { code: "output_invalid", message: "It is black." },
    }),
  ],
};

describe("the card of a clip", () => {
  it("has no takes to flip between while there is one", async () => {
    expect(await card(gaps)).not.toContain("Takes of scene");
  });

  it("flips between takes without scripts, and says which one is in the film and which failed", async () => {
    const html = await card(refused);
    const words = wordsOf(html);
    expect(words).toContain("take 1 of 2");
    expect(words).toContain("In the film");
    expect(words).toContain("Take 2 failed: It is black.");
    expect(html).toContain(`href="?take=${second.id}#scene-${fixtureId(5, 1)}"`);
    expect(html).toContain('aria-label="Take 1, ready, in the film"');
    expect(html).toContain('aria-label="Take 2, failed"');
  });

  it("offers another take with its price, and no other while one is being shot", async () => {
    expect(wordsOf(await card(gaps))).toContain("Shoot another take · about $1.20");
    const shooting = { ...refused, jobs: [...gaps.jobs, fixtureJob(30, { status: "running" })] };
    const words = wordsOf(await card(shooting));
    expect(words).not.toContain("Shoot another take");
    expect(words).toContain("seed 4711");
  });

  it("has a player of the browser's own before scripts, that loads nothing and starts nothing", async () => {
    const assets = gaps.assets.map((asset) =>
      asset.id === first?.assetId ? { ...asset, posterAssetId: fixtureId(3, 1) } : asset,
    );
    const [video = ""] = (await card({ ...gaps, assets })).match(/<video[^>]*>/) ?? [];
    expect(video).toContain('preload="none"');
    expect(video).toContain("controls");
    expect(video).toContain("poster=");
    expect(video).not.toMatch(/autoplay|muted/i);
  });

  it("trims with fields that work without scripts", async () => {
    const html = await card(gaps);
    expect(html).toMatch(/name="inS"[^>]*value="00:00.00"/);
    expect(html).toMatch(/name="outS"[^>]*value="00:08.00"/);
    expect(html.match(/role="slider"/g)).toHaveLength(2);
  });
});

describe("the card of a clip that somebody sent in", () => {
  const own = { fileName: "storm.mp4", assetId: fixtureId(3, 40) };
  const sent = (change: Parameters<typeof fixtureJob>[1]): Snapshot => ({
    ...gaps,
    clips: gaps.clips.map((clip) =>
      clip.id === first?.id ? { ...clip, own, jobId: fixtureId(2, 40) } : clip,
    ),
    jobs: [...gaps.jobs, fixtureJob(40, { model: null, estimateUsd: 0, ...change })],
  });

  it("names the file, and neither a model nor a price", async () => {
    const words = wordsOf(await card(sent({})));
    expect(words).toContain("take 1 · “storm.mp4”");
    expect(words).not.toContain("google/veo-3.1");
  });

  it("counts though it is black, frozen or silent, and its card says so", async () => {
    const still = { blackShare: 0, frozenShare: 1, silentShare: 1 };
    const findings = { ...still, loudnessLufs: null, peakDbtp: null };
    const shown = sent({});
    const assets = shown.assets.map((asset) =>
      asset.id === first?.assetId ? { ...asset, hasAudio: true, findings } : asset,
    );
    const words = wordsOf(await card({ ...shown, assets }));
    expect(words).toContain("Ready");
    expect(words).toContain("2 things to know about it Still for 100 % Its sound is silence");
    const black = { ...findings, blackShare: 1 };
    const dark = assets.map((asset) =>
      asset.findings === null ? asset : { ...asset, findings: black },
    );
    expect(wordsOf(await card({ ...shown, assets: dark }))).toContain("Black for 100 %");
  });

  it("is being checked, not generated", async () => {
    const words = wordsOf(await card(sent({ status: "ingesting" })));
    expect(words).toContain("Checking");
    expect(words).not.toContain("usually");
  });

  it("says why it can't be used, and offers another file rather than the same again", async () => {
    const error = { code: "asset_invalid" as const, message: "It can't be decoded." };
    const failed = sent({ status: "failed", error });
    const clips = failed.clips.map((clip) =>
      clip.own == null ? clip : { ...clip, assetId: null },
    );
    const words = wordsOf(await card({ ...failed, clips }));
    expect(words).toContain("Scene 1: It can't be decoded.");
    expect(words).toContain("Choose another file below");
    expect(words).toContain("Use a clip of your own · free");
    expect(words).not.toContain("Shoot again");
  });
});
