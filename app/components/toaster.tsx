/** Where passing lines are shown; loaded with the first of them. See live/toast.ts. */
import { createRoot } from "react-dom/client";
import { Toaster, toast } from "sonner";
import type { ToastOptions } from "../live/toast.ts";
import "../styles/toast.css";

const SHOWN_MS = 8_000;

let isMounted = false;

/** In a root of its own, so that it outlives the page that asked for it. */
function mount(): void {
  if (isMounted) return;
  isMounted = true;
  const place = document.createElement("div");
  document.body.appendChild(place);
  createRoot(place).render(
    <Toaster
      position="bottom-center"
      offset="calc(var(--strip) + 24px)"
      mobileOffset="calc(var(--strip) + 16px)"
      containerAriaLabel="Messages"
      toastOptions={{
        unstyled: true,
        duration: SHOWN_MS,
        classNames: { toast: "toast", actionButton: "button plain" },
      }}
    />,
  );
}

export function showToast(words: string, { undo }: ToastOptions): void {
  mount();
  toast(words, undo === undefined ? {} : { action: { label: "Undo", onClick: undo } });
}
