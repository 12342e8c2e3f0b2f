/** Text models, which write the scenes. The first is the default; the order is that of falling back. */
import type { TextModel } from "./entry.ts";

const GEMINI_FLASH: TextModel = {
  slug: "google/gemini-2.5-flash",
  kind: "text",
  label: "Gemini 2.5 Flash",
  price: { unit: "run", usd: 0.01, isEstimate: true, source: "Belief, from usual token counts." },
  toInput: (request) => ({
    prompt: request.prompt,
    system_instruction: request.system,
    // Thinking counts as output: a small budget keeps room for twelve scenes.
    thinking_budget: 1024,
    max_output_tokens: 16_384,
  }),
};

const GPT_4O_MINI: TextModel = {
  slug: "openai/gpt-4o-mini",
  kind: "text",
  label: "GPT-4o mini",
  price: { unit: "run", usd: 0.003, isEstimate: true, source: "Belief, from usual token counts." },
  toInput: (request) => ({
    prompt: request.prompt,
    system_prompt: request.system,
    max_completion_tokens: 8192,
  }),
};

const CLAUDE_4_SONNET: TextModel = {
  slug: "anthropic/claude-4-sonnet",
  kind: "text",
  label: "Claude 4 Sonnet",
  price: { unit: "run", usd: 0.04, isEstimate: true, source: "Belief, from usual token counts." },
  toInput: (request) => ({
    prompt: request.prompt,
    system_prompt: request.system,
    // Under 1024 it refuses the whole input.
    max_tokens: 8192,
  }),
};

export const TEXT_MODELS: readonly [TextModel, ...TextModel[]] = [
  GEMINI_FLASH,
  GPT_4O_MINI,
  CLAUDE_4_SONNET,
];
