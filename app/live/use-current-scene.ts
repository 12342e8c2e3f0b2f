/** Which scene the person looks at: the one across the middle of the window, while scrolling. */
import { useEffect, useState } from "react";

/** The id of the scene whose card stands there; null on the server, and where none does. */
export function useCurrentScene(sceneIds: readonly string[]): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  const ids = sceneIds.join(" ");
  useEffect(() => {
    const seen = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target.id);
          else seen.delete(target.id);
        }
        const [first] = ids.split(" ").filter((id) => seen.has(`scene-${id}`));
        setCurrent(first ?? null);
      },
      { rootMargin: "-45% 0px -45% 0px" },
    );
    for (const id of ids.split(" ")) {
      const card = document.getElementById(`scene-${id}`);
      if (card !== null) observer.observe(card);
    }
    return () => observer.disconnect();
  }, [ids]);
  return current;
}
