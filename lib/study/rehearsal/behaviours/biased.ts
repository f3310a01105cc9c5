import { drawRater } from "../../simulated-rater.ts";
import type { Behaviour } from "../behaviour.ts";
import { drawResponse } from "../draw-response.ts";
import { attentive } from "./careful.ts";

/** In scale points: a quarter of a five-point scale. */
const BIAS = 1;
/** Where answers are no scale: how often the favourite one is given without looking. */
const FAVOURITE = 0.3;

/** Leans to one side: to an end of a scale, or to one option, one order, one place. */
export const biased: Behaviour = {
  about: `Looks, but leans: ${BIAS} point up or down on a scale; elsewhere gives one favourite answer ${100 * FAVOURITE} % of the time.`,
  open: (context) => {
    const { response, random } = context;
    const { bias, noise } = drawRater(random);
    const habits = { bias: bias + (random.uniform() < 0.5 ? -BIAS : BIAS), noise };
    const rater = attentive(context, () => habits);
    if (response.kind === "scale") return rater;
    return {
      ...rater,
      answer: (trial, draw) =>
        draw.uniform() < FAVOURITE
          ? drawResponse(response, trial, random.fork("favourite"))
          : rater.answer(trial, draw),
    };
  },
};
