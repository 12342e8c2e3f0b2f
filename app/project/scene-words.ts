/** A scene's words as they are edited, with the version that the editing began on. */
import type { Scene } from "../../workers/contracts/project.ts";

export type SceneWords = {
  version: number;
  description: string;
  negativeDescription: string;
  /** As it stands in its field. */
  lengthS: string;
};

export function wordsOf({ version, description, negativeDescription, lengthS }: Scene): SceneWords {
  return { version, description, negativeDescription, lengthS: String(lengthS) };
}

export function wordsFromForm(form: FormData, version: number): SceneWords {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    version,
    description: text("description"),
    negativeDescription: text("negativeDescription"),
    lengthS: text("lengthS"),
  };
}

/** Null for a draft that is none: empty, or kept by another version of the page. */
export function wordsFromDraft(draft: string): SceneWords | null {
  try {
    const { version, description, negativeDescription, lengthS } = JSON.parse(
      draft,
    ) as Partial<SceneWords>;
    const isWhole =
      typeof version === "number" &&
      typeof description === "string" &&
      typeof negativeDescription === "string" &&
      typeof lengthS === "string";
    return isWhole ? { version, description, negativeDescription, lengthS } : null;
  } catch {
    return null;
  }
}

/**
 * Somebody else saved other words since the editing began. `began` is what was edited, or a form as it
 * was posted, where everything is text.
 */
export function isOvertaken(
  scene: Scene,
  began: Partial<Record<keyof SceneWords, string | number>>,
): boolean {
  if (began.version === undefined || Number(began.version) === scene.version) return false;
  const now = wordsOf(scene);
  return (
    now.description !== began.description ||
    now.negativeDescription !== began.negativeDescription ||
    now.lengthS !== String(began.lengthS)
  );
}
