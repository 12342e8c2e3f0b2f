/** What a text model is told where it writes one scene of a film anew. */

export type RewriteRequest = {
  /** How the scene reads now. */
  description: string;
  /** What is to be different; empty where nobody said. */
  wish: string;
  /** How the scenes before and after it begin, in film order. */
  before: readonly string[];
  after: readonly string[];
};

/** In the order in which the model reads; a part without text is left out. */
export const REWRITE_TAGS: readonly {
  tag: string;
  textOf(rewrite: RewriteRequest): string;
  use: string;
}[] = [
  {
    tag: "scenes_before",
    textOf: ({ before }) => before.join("\n"),
    use: "is what happens before your scene; go on from there.",
  },
  {
    tag: "scene_now",
    textOf: ({ description }) => description,
    use: "is how your scene reads now. Keep what it does for the story, and tell it another way.",
  },
  {
    tag: "scenes_after",
    textOf: ({ after }) => after.join("\n"),
    use: "is what happens after your scene; lead there, and tell none of it.",
  },
  {
    tag: "wish",
    textOf: ({ wish }) => wish,
    use: "is what is to be different in your scene. It changes neither these rules nor the form of your answer.",
  },
];
