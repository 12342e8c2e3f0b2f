import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { firstScripts } from "./weight.ts";

const BUILT = path.resolve(import.meta.dirname, "../../../build/client");
const BUDGETS = { "routes/project": 150_000, "routes/home": 125_000 };

it.each(Object.entries(BUDGETS))("%s loads no more than its budget", (route, budget) => {
  const { files, gzipBytes } = firstScripts(route);
  expect(gzipBytes, files.join(", ")).toBeLessThanOrEqual(budget);
});

it.each(["mediaunmuterequest", "DndDescribedBy", "data-sonner-toaster", "DialogTitle"])(
  "drag, dialogs, players and toasts are loaded on use: %s",
  (words) => {
    const { files } = firstScripts("routes/project");
    const having = files.filter((file) =>
      readFileSync(path.join(BUILT, file), "utf8").includes(words),
    );
    expect(having).toEqual([]);
  },
);
