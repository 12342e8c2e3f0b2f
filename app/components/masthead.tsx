import type { ReactNode } from "react";

/** The line at the top of every page. */
export function Masthead({ children }: { children?: ReactNode }) {
  return (
    <header className="masthead">
      <a className="wordmark" href="/">
        <svg viewBox="0 0 22 16" fill="none" stroke="currentColor" aria-hidden="true">
          <rect x="0.75" y="0.75" width="20.5" height="14.5" rx="2" strokeWidth="1.5" />
          <path d="M6 1v14M16 1v14" strokeWidth="1.5" />
          <path
            d="M3.4 4v1.5M3.4 7.3v1.5M3.4 10.6v1.5M18.6 4v1.5M18.6 7.3v1.5M18.6 10.6v1.5"
            strokeWidth="1.6"
          />
        </svg>
        Edgereel
      </a>
      <div className="end">{children}</div>
    </header>
  );
}

/** Said calmly wherever money or pictures could be taken for real. */
export function SimulatedTag() {
  return (
    <span className="tag" title="Pictures and clips are drawn on this machine. Nothing is billed.">
      Simulated models
    </span>
  );
}
