import { simulateResponseTimeMs } from "../../simulated-rater.ts";
import type { Behaviour } from "../behaviour.ts";
import { drawResponse } from "../draw-response.ts";

/** Takes the time of somebody who looks, so that only the answers give it away. */
export const randomClicker: Behaviour = {
  about: "Answers uniformly at random, in the time of somebody who looks.",
  open: ({ response }) => ({
    answer: (trial, random) => drawResponse(response, trial, random),
    responseTimeMs: simulateResponseTimeMs,
    reads: false,
    stopsAfter: null,
    line: "steady",
  }),
};
