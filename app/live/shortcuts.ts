/** The keys of a project page, as the help sheet tells them. */

export type Shortcut = { keys: readonly string[]; does: string };
export type ShortcutGroup = { title: string; shortcuts: readonly Shortcut[] };

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: "Anywhere",
    shortcuts: [
      { keys: ["1", "…", "5"], does: "Go to idea, character, scenes, clips, film" },
      { keys: ["N"], does: "Go to what needs you" },
      { keys: ["A"], does: "Open the activity" },
      { keys: ["H"], does: "All films" },
      { keys: ["?"], does: "Show this sheet" },
      { keys: ["Esc"], does: "Close what is open" },
    ],
  },
  {
    title: "On the home page",
    shortcuts: [{ keys: ["Ctrl", "Enter"], does: "Make the film" }],
  },
  {
    title: "In a player",
    shortcuts: [
      { keys: ["Space"], does: "Play and pause" },
      { keys: ["←", "→"], does: "Back and forth" },
      { keys: ["Home", "End"], does: "To the start and the end of the preview" },
    ],
  },
];

/** What of a key press decides whether it is a shortcut. */
export type Press = {
  key: string;
  hasModifier: boolean;
  /** It goes into a field, a player or a dialog. */
  isTaken: boolean;
};

export type Action =
  | { go: "station"; index: number }
  | { go: "need" }
  | { go: "activity" }
  | { go: "home" }
  | { go: "help" };

/** Null for every other key. */
export function actionOf({ key, hasModifier, isTaken }: Press): Action | null {
  if (hasModifier || isTaken) return null;
  if (/^[1-5]$/.test(key)) return { go: "station", index: Number(key) - 1 };
  switch (key.toLowerCase()) {
    case "n":
      return { go: "need" };
    case "a":
      return { go: "activity" };
    case "h":
      return { go: "home" };
    case "?":
      return { go: "help" };
    default:
      return null;
  }
}
