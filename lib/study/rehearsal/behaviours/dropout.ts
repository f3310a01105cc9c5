import type { Behaviour } from "../behaviour.ts";
import { careful } from "./careful.ts";

/** Careful, until they leave and never come back. */
export const dropout: Behaviour = {
  about: "Careful, but leaves for good after a number of trials drawn uniformly from 0 to all but one.",
  open: (context) => ({
    ...careful.open(context),
    stopsAfter: context.random.fork("stops after").integer(context.trials),
  }),
};
