/** Whether the preview stands on the screen, and what opens it from elsewhere on the page. */
import { useCallback, useMemo, useState } from "react";

export type PreviewSwitch = { isOpen: boolean; open: () => void; close: () => void };

export function usePreview(): PreviewSwitch {
  const [isOpen, setOpen] = useState(false);
  const open = useCallback(() => {
    setOpen(true);
    document.getElementById("idea")?.scrollIntoView({ block: "start" });
  }, []);
  const close = useCallback(() => setOpen(false), []);
  return useMemo(() => ({ isOpen, open, close }), [isOpen, open, close]);
}
