import type { Replay } from "#lib/scouter/parity/replay.ts";
import type { Explainer } from "../define-explainer.ts";
import { gradient, gradientInput } from "../gradient/gradient.ts";
import { pathAttribution } from "../gradient/integrated-gradients.ts";
import { PATH_RULES, type PathRule, pathPoints } from "../gradient/path-rules.ts";
import { pixelMap } from "../gradient/pixel-maps.ts";
import { meanGradients } from "../gradient/smooth-grad.ts";
import { type Score, scoreGradients } from "../score-gradients.ts";
import { type ExplainerCase, explainRuns, noReport, onNetwork, overRuns } from "./explainer-case.ts";
import { channelsFirst, channelsLast, joined, part } from "./golden-layout.ts";

async function ofGradient(opened: ExplainerCase) {
  const { model, image, images, options } = opened;
  const score = (options.score ?? "logit") as Score;
  const raw = await overRuns(
    opened,
    async (i, c) => (await scoreGradients(model, image(i), [c], score)).gradients,
  );
  const maps = async (explainer: unknown) =>
    joined((await explainRuns(opened, explainer as Explainer, { score })).map(({ data }) => data));
  return {
    "out.gradient": channelsFirst(joined(raw), 3, images.height * images.width),
    "out.gradient_max_abs": await maps(gradient),
    "out.gradient_input_sum": await maps(gradientInput),
  };
}

async function ofPath(opened: ExplainerCase) {
  const { model, image, images, options, arrays, imageList, classList } = opened;
  const rule = PATH_RULES.find((one) => one === options.method) as PathRule;
  const steps = options.steps as number;
  const baseline = channelsLast(arrays["in.baseline"]);
  const cells = images.height * images.width;
  const from = await model.predict({ ...images, data: baseline, count: 1 });
  const found = await overRuns(opened, async (i, c) => {
    const request = { model, image: image(i), baseline, target: c, steps, rule, report: noReport };
    const attribution = await pathAttribution(request);
    const logits = await model.predict(image(i));
    const total = attribution.reduce((sum, value) => sum + value, 0);
    return { attribution, delta: total - (logits[c] - from[c]) };
  });
  const { alphas, sizes } = pathPoints(rule, steps);
  const first = imageList.map((_, i) => found[i * classList.length].attribution);
  return {
    "out.alphas": alphas,
    "out.step_sizes": sizes,
    "out.attribution_sum": joined(found.map(({ attribution }) => pixelMap(attribution, images, "sum").data)),
    "out.attribution_class0": channelsFirst(joined(first), 3, cells),
    "out.convergence_delta": found.map(({ delta }) => delta),
  };
}

async function ofNoise(opened: ExplainerCase) {
  const { model, image, images, arrays } = opened;
  const cells = images.height * images.width;
  const draws = arrays["in.noise"];
  const found = await overRuns(opened, (i, c) =>
    meanGradients({
      model,
      image: image(i),
      target: c,
      samples: draws.shape[0],
      noise: (out, n) => out.set(channelsLast(part(draws, n))),
      report: noReport,
    }),
  );
  const means = found.map(({ mean }) => mean);
  return {
    "out.smoothgrad": channelsFirst(joined(means), 3, cells),
    "out.smoothgrad_sq": channelsFirst(joined(found.map(({ square }) => square)), 3, cells),
    "out.smoothgrad_max_abs": joined(means.map((mean) => pixelMap(mean, images, "max-abs").data)),
  };
}

export const gradientCases: Readonly<Record<string, Replay>> = {
  gradient: onNetwork(ofGradient),
  integrated_gradients: onNetwork(ofPath),
  smoothgrad: onNetwork(ofNoise),
};
