/** The container's protocol as the rest of the Worker sees it: this folder is the only way there. */
export { JobReport, PROTOCOL } from "../../container/src/protocol.ts";
export type {
  CheckRequest,
  ConvertRequest,
  FilmRequest,
  JobRequest,
  Media,
} from "../../container/src/protocol.ts";
