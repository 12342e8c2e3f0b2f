/**
 * A line that passes: only for undoing, and for what stands nowhere else on the page. What shows it is
 * loaded with the first one.
 */

export type ToastOptions = {
  /** Adds a button that takes back what the words tell. */
  undo?: () => void;
};

/** Nothing is lost where it can't be loaded: what can be undone can be elsewhere too. */
export function toast(words: string, options: ToastOptions = {}): void {
  void import("../components/toaster.tsx").then(
    ({ showToast }) => showToast(words, options),
    () => undefined,
  );
}
