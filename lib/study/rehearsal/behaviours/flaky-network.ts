import type { Behaviour } from "../behaviour.ts";
import { careful } from "./careful.ts";

/** Careful, in a train: what the line does to requests is the client's matter. */
export const flakyNetwork: Behaviour = {
  about:
    "Careful, on a line that loses requests and replies, repeats and delays them, and on a device that is restarted.",
  open: (context) => ({ ...careful.open(context), line: "flaky" }),
};
