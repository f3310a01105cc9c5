import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import type { NamedArray } from "#lib/scouter/named-array.ts";
import type { Replay } from "#lib/scouter/parity/replay.ts";
import { cam } from "../class-activation/cam.ts";
import { gradCam } from "../class-activation/grad-cam.ts";
import { gradCamPlusPlus } from "../class-activation/grad-cam-plus-plus.ts";
import { scoreCam, scoreCamMap } from "../class-activation/score-cam.ts";
import { smoothGradCamPlusPlus, smoothMap } from "../class-activation/smooth-grad-cam-plus-plus.ts";
import { type ScoredMap, ssCam, ssCamMap } from "../class-activation/ss-cam.ts";
import type { Explainer } from "../define-explainer.ts";
import {
  type ExplainerCase,
  explainRuns,
  extra,
  noReport,
  onNetwork,
  overRuns,
  rawAndFinal,
  variantOf,
} from "./explainer-case.ts";
import { channelsLast, joined, part } from "./golden-layout.ts";

const erased = (explainer: unknown) => explainer as Explainer;

/** Score-CAM of one image and class under the options of a case. */
async function scored(opened: ExplainerCase, i: number, c: number, variant: string): Promise<ScoredMap> {
  const { model, image } = opened;
  const { features } = await model.forward(image(i));
  const settings = scoreCam.options.parse({ variant });
  return scoreCamMap({ model, image: image(i), features, target: c, settings, report: noReport });
}

/** SS-CAM under stored noise: [N, 3, H, W] for variant a, [N, K, H, W] for the others. */
async function smoothed(
  { model, image }: ExplainerCase,
  i: number,
  c: number,
  { options, noise }: { options: object; noise: NamedArray },
): Promise<ScoredMap> {
  const settings = ssCam.options.parse(options);
  const { features } = await model.forward(image(i));
  const isShared = settings.variant === "a";
  return ssCamMap({
    model,
    image: image(i),
    features,
    target: c,
    settings,
    noise: (out, n, k) => out.set(isShared ? channelsLast(part(noise, n)) : part(noise, n, k).data),
    report: noReport,
  });
}

const withWeights = (opened: ExplainerCase, found: readonly ScoredMap[]) => ({
  ...rawAndFinal(
    opened,
    found.map(({ map }) => map),
  ),
  "out.weights": joined(found.map(({ weights }) => weights)),
});

/** Each method with a constant channel in the features; a map that the original makes NaN must be finite here. */
async function constantChannel(opened: ExplainerCase) {
  const [shared, own] = opened.extras.filter((one) => one.noise).map(({ noise }) => noise);
  const samples = shared.shape[0];
  const maps = async (run: (i: number, c: number) => Promise<ScoredMap>) =>
    joined((await overRuns(opened, run)).map(({ map }) => map.data));
  const score = (variant: string) => maps((i, c) => scored(opened, i, c, variant));
  const smooth = (variant: string, noise: NamedArray) =>
    maps((i, c) => smoothed(opened, i, c, { options: { variant, samples }, noise }));
  const got: Record<string, Float64Array> = {
    "out.scorecam_official": await score("official"),
    "out.scorecam_torchcam012_scouter": await score("torchcam-0.1.2"),
    "out.scorecam_torchcam_head": await score("torchcam-0.5.0"),
    "out.sscam_a_scouter": await smooth("a", shared),
    "out.sscam_b": await smooth("b", own),
    "out.sscam_c": await smooth("c", own),
  };
  for (const name of (opened.options.nan_outputs ?? []) as string[]) {
    const here = got[`${name}_scouter`];
    got[name] = here.map((value) => (Number.isFinite(value) ? -1 : Number.NaN));
  }
  return got;
}

export const channelCases: Readonly<Record<string, Replay>> = {
  cam: onNetwork(async (opened) => {
    const { height, width } = opened.images;
    const maps = await explainRuns(opened, erased(cam), { relu: opened.options.relu });
    return {
      ...rawAndFinal(opened, maps),
      "out.final_minmax_first": joined(
        maps.map((map) => minMax(upsampleMap(minMax(map), height, width)).data),
      ),
      "out.torchcam_normalized": joined(maps.map((map) => minMax(map, 1e-8).data)),
    };
  }),
  gradcam: onNetwork(async (opened) =>
    rawAndFinal(opened, await explainRuns(opened, erased(gradCam), { relu: opened.options.relu })),
  ),
  gradcampp: onNetwork(async (opened) => {
    const options = { variant: variantOf(opened.options.variant) };
    return rawAndFinal(opened, await explainRuns(opened, erased(gradCamPlusPlus), options));
  }),
  smoothgradcampp: onNetwork(async (opened) => {
    const { model, image, options, arrays } = opened;
    const settings = smoothGradCamPlusPlus.options.parse({
      variant: variantOf(options.variant),
      samples: options.num_samples,
      sigma: options.std,
    });
    const noise = (out: Float32Array, n: number) => out.set(channelsLast(part(arrays["in.noise"], n)));
    const maps = await overRuns(opened, (i, c) =>
      smoothMap({ model, image: image(i), target: c, settings, noise }),
    );
    return rawAndFinal(opened, maps);
  }),
  scorecam: onNetwork(async (opened) => {
    const variant = variantOf(opened.options.variant);
    return withWeights(opened, await overRuns(opened, (i, c) => scored(opened, i, c, variant)));
  }),
  sscam: onNetwork(async (opened) => {
    const { variant, num_samples: samples, sigma } = opened.options;
    const given = { options: { variant, samples, sigma }, noise: extra(opened, "noise") };
    return withWeights(opened, await overRuns(opened, (i, c) => smoothed(opened, i, c, given)));
  }),
  constant_channel: onNetwork(constantChannel),
};
