import { simulateResponseTimeMs } from "../../simulated-rater.ts";
import type { Behaviour } from "../behaviour.ts";
import { drawResponse } from "../draw-response.ts";

/** One answer, drawn once, to everything. */
export const straightLiner: Behaviour = {
  about: "Gives the same answer, drawn once, to every trial.",
  open: ({ response, random }) => ({
    // The same fork each time draws the same answer, whatever its kind.
    answer: (trial) => drawResponse(response, trial, random.fork("always")),
    responseTimeMs: simulateResponseTimeMs,
    reads: false,
    stopsAfter: null,
    line: "steady",
  }),
};
