import { readGoldenArrays } from "#lib/scouter/parity/golden-case.ts";
import type { Replay } from "#lib/scouter/parity/replay.ts";
import { extremalPerturbation, findExtremalMask } from "../perturbation/extremal-perturbation.ts";
import { createProblem, iGos, moved, removeClass } from "../perturbation/i-gos.ts";
import { occlusionMap } from "../perturbation/occlusion.ts";
import { riseMaps } from "../perturbation/rise.ts";
import { type RiseProfile, riseMask } from "../perturbation/rise-masks.ts";
import type { Score } from "../score-gradients.ts";
import { type ExplainerCase, extra, noReport, onNetwork, overRuns } from "./explainer-case.ts";
import { channelsFirst, channelsLast, joined, part } from "./golden-layout.ts";

type Got = Record<string, ArrayLike<number>>;

const replayMasks: Replay = (golden, [file]) => {
  const arrays = readGoldenArrays(file);
  const { profile, H, W } = golden.options as { profile: RiseProfile; H: number; W: number };
  const masks = Array.from({ length: arrays["in.cells"].shape[0] }, (_, n) => {
    const cells = part(arrays["in.cells"], n).data;
    const shiftRow = arrays["in.shift_row"].data[n];
    return riseMask(profile, { cells, shiftRow, shiftColumn: arrays["in.shift_col"].data[n] }, H, W);
  });
  return { want: { "out.masks": arrays["out.masks"] }, got: { "out.masks": joined(masks) } };
};

async function ofRise(opened: ExplainerCase): Promise<Got> {
  const { model, image, classList, imageList, options } = opened;
  const stored = extra(opened, "out.masks");
  const got: Record<string, ArrayLike<number>[]> = {};
  for (const i of imageList) {
    for (const [name, profile] of [
      ["torchray", "torchray"],
      ["eclique", "eclique"],
      ["xplique_logit", "xplique"],
    ] as const) {
      const { maps, logits } = await riseMaps({
        model,
        image: image(i),
        targets: classList,
        profile,
        keep: options.p_eclique as number,
        masks: stored.shape[0],
        draw: (n) => part(stored, n).data,
        report: noReport,
      });
      got[`out.${name}`] = [...(got[`out.${name}`] ?? []), ...maps.map(({ data }) => data)];
      if (profile === "torchray") got["out.logits"] = [...(got["out.logits"] ?? []), logits];
    }
  }
  return Object.fromEntries(Object.entries(got).map(([name, parts]) => [name, joined(parts)]));
}

async function ofOcclusion(opened: ExplainerCase): Promise<Got> {
  const { model, image, options } = opened;
  const { window, stride, baseline } = options as Record<string, number>;
  const score = (options.score ?? "logit") as Score;
  const maps = await overRuns(opened, (i, c) => {
    const sizes = { window, stride, baseline, score };
    return occlusionMap({ model, image: image(i), target: c, ...sizes, report: noReport });
  });
  return { "out.attribution": joined(maps.map(({ data }) => data)) };
}

async function ofExtremal({ model, image, images, options, runs }: ExplainerCase): Promise<Got> {
  const settings = extremalPerturbation.options.parse({
    area: options.area,
    iterations: options.iters,
    step: options.step,
    sigma: options.sigma,
    levels: options.levels,
    maxBlur: options.max_blur,
  });
  const cells = images.height * images.width;
  const got: Got = {};
  for (const [run, [i, c]] of runs.entries()) {
    const found = await findExtremalMask({ model, image: image(i), target: c, settings, step: noReport });
    got[`out.mask_${i}_${c}`] = found.mask;
    got[`out.params_${i}_${c}`] = found.parameters;
    got[`out.history_${i}_${c}`] = found.history.flatMap(({ reward, area }) => [reward, area]);
    got[`out.pyramid_${i}`] = channelsFirst(joined(found.pyramid.levels), 3, cells);
    if (run > 0) continue;
    got["out.first_mask"] = found.first.mask;
    got["out.first_mask_full"] = found.first.full;
    got["out.first_perturbed"] = channelsFirst(found.first.image, 3, cells);
  }
  return got;
}

/** Noise [t or 1, K, 3, H, W], scaled already: iteration t takes row t, point k entry k, both in turn. */
function noiseOf({ arrays }: ExplainerCase) {
  const draws = arrays["in.noise"];
  const [rounds, points] = draws.shape;
  return (out: Float32Array, k: number, t: number) =>
    out.set(channelsLast(part(draws, t % rounds, k % points)));
}

function igosSettings({ options }: ExplainerCase) {
  const { size, l1, tv, integ, iters = 1 } = options as Record<string, number>;
  return iGos.options.parse({ size, l1, tv, path: integ, iterations: iters });
}

async function ofIgos(opened: ExplainerCase): Promise<Got> {
  const { model, image, arrays, runs } = opened;
  const settings = igosSettings(opened);
  const got: Got = {};
  for (const [i, c] of runs) {
    const { steps, upsampled, saliency } = await removeClass({
      model,
      image: image(i),
      baseline: channelsLast(part(arrays["in.baseline"], i)),
      target: c,
      settings,
      noise: noiseOf(opened),
      step: noReport,
    });
    const found = {
      mask: steps[steps.length - 1].mask,
      masks: joined(steps.map(({ mask }) => mask)),
      reg: steps.map(({ regulariser }) => regulariser),
      prob: steps.map(({ probability }) => probability),
      step: steps.map(({ step }) => step),
      gradsq: steps.map(({ gradientSquared }) => gradientSquared),
      upsampled,
      saliency: saliency.data,
    };
    for (const [name, values] of Object.entries(found)) got[`out.${name}_${i}_${c}`] = values;
  }
  return got;
}

async function ofIgosStep(opened: ExplainerCase): Promise<Got> {
  const { model, image, arrays, imageList, classList } = opened;
  const [i] = imageList;
  const settings = igosSettings(opened);
  const problem = createProblem({
    model,
    image: image(i),
    baseline: channelsLast(part(arrays["in.baseline"], i)),
    target: classList[0],
    settings,
    noise: noiseOf(opened),
  });
  const mask = Float64Array.from(arrays["in.mask"].data);
  const { value, regulariser, gradient } = await problem.objective(mask, settings.l1, 0);
  const steps = arrays["out.candidate_steps"].data.map((_, k) => 200 * 0.2 ** k);
  const losses: number[] = [];
  for (const step of steps) {
    const candidate = moved(mask, gradient, step);
    const { value: own } = problem.regularise(candidate, settings.l1);
    losses.push(own + (await problem.probability(candidate)));
  }
  return {
    "out.J": [value],
    "out.reg": [regulariser],
    "out.prob": [await problem.probability(mask)],
    "out.gradient": gradient,
    "out.upsampled": problem.upsample(mask),
    "out.candidate_steps": steps,
    "out.candidate_losses": losses,
  };
}

export const perturbationCases: Readonly<Record<string, Replay>> = {
  rise_masks: replayMasks,
  rise: onNetwork(ofRise),
  occlusion: onNetwork(ofOcclusion),
  extremal_perturbation: onNetwork(ofExtremal),
  igos: onNetwork(ofIgos),
  igos_step: onNetwork(ofIgosStep),
};
