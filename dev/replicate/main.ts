/** `node dev/replicate/main.ts`: the offline Replicate with its real studio. See process.ts. */
import { runProcess } from "./process.ts";
import { createStudio } from "./studio/index.ts";

await runProcess(createStudio);
