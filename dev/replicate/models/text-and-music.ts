/** Text models (their output is a list of chunks, or an object) and music models. */
import type { Input, Json } from "../prediction.ts";
import type { Field, Fields } from "./field.ts";
import type { Model } from "./model.ts";
import { has, numberOf, textOf } from "./model.ts";

const prompt: Field = { type: "string", text: "What to write." };
const required: Field = { ...prompt, required: true };
const temperature: Field = { type: "number", min: 0, max: 2, default: 1, text: "Randomness." };

type Message = { role: string; content: string };

function messagesOf(input: Input): Message[] {
  const value = input["messages"];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: Json) => {
    if (item === null || typeof item !== "object" || Array.isArray(item)) return [];
    const { role, content } = item;
    return typeof content === "string"
      ? [{ role: role === "system" ? "system" : "user", content }]
      : [];
  });
}

function text(
  slug: string,
  about: string,
  fields: Fields,
  options: { usd: number; system: string; pictures: readonly string[]; isStructured?: true },
): Model {
  const takesMessages = fields["messages"] !== undefined;
  return {
    slug,
    kind: "text",
    text: about,
    fields,
    output: options.isStructured === true ? "structured" : "chunks",
    price: { unit: "run", usd: options.usd },
    pictures: options.pictures,
    latencyS: 1.5,
    refuse: (input) =>
      takesMessages && !has(input, "prompt") && messagesOf(input).length === 0
        ? "either prompt or messages is required"
        : null,
    plan(input) {
      const messages = messagesOf(input);
      const said = (isSystem: boolean) =>
        messages
          .filter((message) => (message.role === "system") === isSystem)
          .map((message) => message.content)
          .join("\n\n");
      const system = textOf(input, options.system) || said(true);
      return {
        kind: "text",
        prompt: textOf(input, "prompt") || said(false),
        systemPrompt: system === "" ? null : system,
      };
    },
  };
}

export const TEXT_MODELS: readonly Model[] = [
  text(
    "google/gemini-2.5-flash",
    "Google's Gemini 2.5 Flash.",
    {
      prompt: required,
      system_instruction: { type: "string", text: "How to behave." },
      images: { type: "uris", default: [], maxItems: 10, text: "Pictures to look at." },
      videos: { type: "uris", default: [], maxItems: 10, text: "Clips to look at." },
      temperature,
      top_p: { type: "number", min: 0, max: 1, default: 0.95, text: "Nucleus sampling." },
      max_output_tokens: {
        type: "integer",
        min: 1,
        max: 65535,
        default: 65535,
        text: "Longest answer.",
      },
      thinking_budget: { type: "integer", min: 0, max: 24576, text: "Tokens for thinking." },
      dynamic_thinking: {
        type: "boolean",
        default: false,
        text: "Let the model choose its budget.",
      },
    },
    { usd: 0.003, system: "system_instruction", pictures: ["images"] },
  ),
  text(
    "openai/gpt-4o-mini",
    "OpenAI's GPT-4o mini.",
    {
      prompt,
      messages: { type: "objects", default: [], text: "A conversation, instead of prompt." },
      system_prompt: { type: "string", text: "How to behave." },
      image_input: { type: "uris", default: [], text: "Pictures to look at." },
      temperature,
      top_p: { type: "number", min: 0, max: 1, default: 1, text: "Nucleus sampling." },
      max_completion_tokens: { type: "integer", min: 1, default: 4096, text: "Longest answer." },
      presence_penalty: { type: "number", min: -2, max: 2, default: 0, text: "New subjects." },
      frequency_penalty: { type: "number", min: -2, max: 2, default: 0, text: "Less repetition." },
    },
    { usd: 0.002, system: "system_prompt", pictures: ["image_input"] },
  ),
  text(
    "openai/gpt-5-structured",
    "OpenAI's GPT-5 with an answer in a given JSON schema.",
    {
      prompt,
      messages: { type: "objects", default: [], text: "A conversation, instead of prompt." },
      instructions: { type: "string", text: "How to behave." },
      image_input: { type: "uris", default: [], text: "Pictures to look at." },
      model: {
        type: "string",
        enum: ["gpt-5", "gpt-5-mini", "gpt-5-nano"],
        default: "gpt-5",
        text: "Which GPT-5.",
      },
      json_schema: { type: "object", default: {}, text: "JSON schema of the answer." },
      simple_schema: { type: "strings", default: [], text: "Names of fields of the answer." },
      max_output_tokens: { type: "integer", min: 1, text: "Longest answer." },
      reasoning_effort: {
        type: "string",
        enum: ["minimal", "low", "medium", "high"],
        default: "minimal",
        text: "How long to think.",
      },
      verbosity: {
        type: "string",
        enum: ["low", "medium", "high"],
        default: "medium",
        text: "How much to say.",
      },
    },
    { usd: 0.01, system: "instructions", pictures: ["image_input"], isStructured: true },
  ),
  text(
    "anthropic/claude-4-sonnet",
    "Anthropic's Claude 4 Sonnet.",
    {
      prompt: required,
      system_prompt: { type: "string", default: "", text: "How to behave." },
      max_tokens: {
        type: "integer",
        min: 1024,
        max: 64000,
        default: 8192,
        text: "Longest answer.",
      },
      image: { type: "uri", text: "A picture to look at." },
      max_image_resolution: {
        type: "number",
        min: 0.001,
        max: 2,
        default: 0.5,
        text: "Megapixels.",
      },
      extended_thinking: { type: "boolean", default: false, text: "Think before answering." },
      thinking_budget_tokens: {
        type: "integer",
        min: 1024,
        max: 64000,
        default: 1024,
        text: "Tokens for thinking.",
      },
    },
    { usd: 0.02, system: "system_prompt", pictures: ["image"] },
  ),
];

/** Lyria has no length input; its pieces are about half a minute. */
const LYRIA_SECONDS = 30;

export const MUSIC_MODELS: readonly Model[] = [
  {
    slug: "stability-ai/stable-audio-2.5",
    kind: "music",
    text: "Stability AI's Stable Audio 2.5.",
    fields: {
      prompt: { ...required, text: "What it sounds like." },
      duration: { type: "integer", min: 1, max: 190, default: 190, text: "Length in seconds." },
      steps: { type: "integer", min: 4, max: 8, default: 8, text: "Diffusion steps." },
      cfg_scale: { type: "number", min: 1, max: 25, default: 1, text: "How closely to follow." },
      seed: { type: "integer", text: "Random seed." },
    },
    output: "url",
    price: { unit: "run", usd: 0.2 },
    pictures: [],
    latencyS: 2,
    refuse: () => null,
    plan: (input) => ({
      kind: "music",
      prompt: textOf(input, "prompt"),
      lengthS: numberOf(input, "duration", 190),
      format: "mp3",
    }),
  },
  {
    slug: "google/lyria-2",
    kind: "music",
    text: "Google's Lyria 2.",
    fields: {
      prompt: { ...required, text: "What it sounds like." },
      negative_prompt: { type: "string", text: "What to leave out." },
      seed: { type: "integer", text: "Random seed." },
    },
    output: "url",
    price: { unit: "run", usd: 0.06 },
    pictures: [],
    latencyS: 2,
    refuse: () => null,
    plan: (input) => ({
      kind: "music",
      prompt: textOf(input, "prompt"),
      lengthS: LYRIA_SECONDS,
      format: "wav",
    }),
  },
];
