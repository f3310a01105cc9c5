import type { Behaviour } from "../behaviour.ts";
import { drawResponse } from "../draw-response.ts";

/** Milliseconds: below 300 nobody has looked (Greenwald, Nosek and Banaji 2003). */
const FASTEST_MS = 90;
const SLOWEST_MS = 290;

/** Answers faster than anybody looks. */
export const speeder: Behaviour = {
  about: `Answers uniformly at random within ${FASTEST_MS} to ${SLOWEST_MS} ms.`,
  open: ({ response }) => ({
    answer: (trial, random) => drawResponse(response, trial, random),
    responseTimeMs: (random) => Math.round(FASTEST_MS + (SLOWEST_MS - FASTEST_MS) * random.uniform()),
    reads: false,
    stopsAfter: null,
    line: "steady",
  }),
};
