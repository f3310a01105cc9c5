import { drawRater } from "../../simulated-rater.ts";
import type { Behaviour } from "../behaviour.ts";
import { attentive } from "./careful.ts";

/** Change of the bias from the first trial to the last, in scale points. */
const DRIFT = -1;
/** By how much the noise has multiplied at the last trial. */
const TIRING = 2;

/** Grows stricter and less exact, linearly over the session. */
export const drifting: Behaviour = {
  about: `Looks, but drifts: by the end ${-DRIFT} scale point lower, and ${TIRING} times as noisy.`,
  open: (context) => {
    const { bias, noise } = drawRater(context.random);
    return attentive(context, (progress) => ({
      bias: bias + DRIFT * progress,
      noise: noise * (1 + (TIRING - 1) * progress),
    }));
  },
};
