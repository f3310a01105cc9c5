import { AppError } from "#lib/errors.ts";
import { cam } from "./class-activation/cam.ts";
import { gradCam } from "./class-activation/grad-cam.ts";
import { gradCamPlusPlus } from "./class-activation/grad-cam-plus-plus.ts";
import { layerCam } from "./class-activation/layer-cam.ts";
import { scoreCam } from "./class-activation/score-cam.ts";
import { smoothGradCamPlusPlus } from "./class-activation/smooth-grad-cam-plus-plus.ts";
import { ssCam } from "./class-activation/ss-cam.ts";
import { xGradCam } from "./class-activation/x-grad-cam.ts";
import { controlEdges } from "./controls/control-edges.ts";
import { controlGaussian } from "./controls/control-gaussian.ts";
import { controlRandom } from "./controls/control-random.ts";
import { controlRegion } from "./controls/control-region.ts";
import type { Explainer } from "./define-explainer.ts";
import { gradient, gradientInput } from "./gradient/gradient.ts";
import { integratedGradients } from "./gradient/integrated-gradients.ts";
import { smoothGrad } from "./gradient/smooth-grad.ts";
import { iba } from "./information/iba.ts";
import { extremalPerturbation } from "./perturbation/extremal-perturbation.ts";
import { iGos } from "./perturbation/i-gos.ts";
import { kernelShap } from "./perturbation/kernel-shap.ts";
import { lime } from "./perturbation/lime.ts";
import { occlusion } from "./perturbation/occlusion.ts";
import { rise } from "./perturbation/rise.ts";
import { scouterMinus, scouterPlus } from "./scouter.ts";

/** In the order of lists: by group, see `EXPLAINER_GROUPS`. */
const all = [
  scouterPlus,
  scouterMinus,
  cam,
  gradCam,
  gradCamPlusPlus,
  smoothGradCamPlusPlus,
  xGradCam,
  layerCam,
  scoreCam,
  ssCam,
  gradient,
  gradientInput,
  integratedGradients,
  smoothGrad,
  occlusion,
  rise,
  extremalPerturbation,
  iGos,
  lime,
  kernelShap,
  iba,
  controlRandom,
  controlGaussian,
  controlEdges,
  controlRegion,
];

/** Every method and control, by id. */
export const explainers: ReadonlyMap<string, Explainer> = new Map(
  all.map((explainer) => [explainer.id, explainer as unknown as Explainer]),
);

/** @throws AppError `invalid` that lists the known ids */
export function findExplainer(id: string): Explainer {
  const explainer = explainers.get(id);
  if (explainer) return explainer;
  throw new AppError(
    "invalid",
    `There is no method "${id}". Known methods: ${[...explainers.keys()].join(", ")}.`,
  );
}
