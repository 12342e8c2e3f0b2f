/** The same process as ../main.ts with the tests' studio, which needs no ffmpeg. */
import { runProcess } from "../process.ts";
import { createTestStudio } from "./studio.ts";

await runProcess(() => createTestStudio({ clipMs: 800 }));
