/** A few further actions behind three dots. Opens without scripts; with them it closes by itself. */
import { Ellipsis } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";

export type MenuProps = { label: string; children: ReactNode };

export function Menu({ label, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = details.current;
      if (menu?.open !== true || menu.contains(event.target as Node | null)) return;
      menu.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
    };
  }, []);
  return (
    <details
      className="menu"
      ref={details}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || details.current?.open !== true) return;
        details.current.open = false;
        details.current.querySelector("summary")?.focus();
      }}
    >
      <summary aria-label={label} title={label}>
        <Ellipsis size={18} aria-hidden="true" />
      </summary>
      <div className="items">{children}</div>
    </details>
  );
}
