import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { areaUnder } from "../faithfulness/curves.ts";
import { followClass } from "../faithfulness/follow-class.ts";
import { pixelSteps, tracePath } from "../faithfulness/trace-path.ts";
import { rankPixels } from "../rank-pixels.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";

const STEPS = 32;

/**
 * Does the class come back when the evidence against it goes? The class's logit along the way from the clean image to nothing,
 * the highest pixels of a map of evidence against the class first. Any deletion moves the logit towards that of an empty
 * image, so the course is compared with that of the same pixels in a random order:
 *
 *   mean over the way of z_l(map's order) - z_l(random order)
 *
 * Positive = what the map shows did hold the class down. New here; the control is what makes it evidence.
 *
 * @param curve @param control the logit after 0, 1, ... steps in the two orders, equally long
 */
export function contraryRise(curve: ArrayLike<number>, control: ArrayLike<number>): number {
  return areaUnder(curve) - areaUnder(control);
}

/** Random orders that are averaged. */
const CONTROLS = 4;

/** Asked of the map's own class, whatever class other curves of it follow. */
export const contraryEvidence = defineProbingMetric({
  id: "contrary-evidence",
  name: "Rise without the contrary evidence",
  direction: "higher",
  range: [null, null],
  family: "faithfulness",
  profile: "whynot",
  cites: [],
  needs: ["against"],
  reads: "values",
  parameters: {
    preparation: RANKING,
    steps: STEPS,
    controls: CONTROLS,
    baseline: 0,
    ties: "row-major",
    output: "logit",
  },
  formula:
    "mean rise of the explained class's logit as the map's highest pixels are set to 0, over that in random orders",
  forwards: (STEPS + 1) * (1 + CONTROLS),
  explanations: 0,
  async probe({ values, model, image, explained, explains, random }: Probe): Promise<Score> {
    if (explains !== "against") return { undefined: "not_against" };
    const reason = whyNotFinite(values.data) ?? whyConstant(values.data);
    if (reason) return reason;
    const channels = image.data.length / values.data.length;
    const follow = followClass(model, { ...image, channels }, explained, "logit");
    const gone = new Float32Array(image.data.length);
    const order = rankPixels(values.data);
    const step = Math.ceil(order.length / STEPS);
    const trace = (pixels: ArrayLike<number>) =>
      tracePath(follow, image.data, gone, pixelSteps(pixels, step, channels));
    const curve = await trace(order);
    const control = new Float64Array(curve.length);
    for (let k = 0; k < CONTROLS; k++) {
      const other = await trace(random.shuffle([...order]));
      for (let i = 0; i < control.length; i++) control[i] += other[i] / CONTROLS;
    }
    return { value: contraryRise(curve, control) };
  },
});
