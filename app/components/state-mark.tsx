import type { ReactNode } from "react";

export type Tone = "yours" | "working" | "done" | "failed" | "waiting";

/** A state in a word, with a shape of its own beside its colour. */
export function StateMark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`mark ${tone}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {SHAPES[tone]}
      </svg>
      {children}
    </span>
  );
}

const SHAPES: Record<Tone, ReactNode> = {
  yours: <path d="M6 0l6 6-6 6-6-6z" fill="currentColor" />,
  working: (
    <circle
      className="turning"
      cx="6"
      cy="6"
      r="4.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeDasharray="16 12"
    />
  ),
  done: <path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" strokeWidth="2" />,
  failed: <path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" strokeWidth="2" />,
  waiting: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
};
