import { AppError } from "#lib/errors.ts";
import { cam } from "./cam.ts";
import { controlEdges } from "./control-edges.ts";
import { controlGaussian } from "./control-gaussian.ts";
import { controlRandom } from "./control-random.ts";
import { controlRegion } from "./control-region.ts";
import type { Explainer } from "./define-explainer.ts";
import { extremalPerturbation } from "./extremal-perturbation.ts";
import { gradCam } from "./grad-cam.ts";
import { gradCamPlusPlus } from "./grad-cam-plus-plus.ts";
import { gradient, gradientInput } from "./gradient.ts";
import { iGos } from "./i-gos.ts";
import { iba } from "./iba.ts";
import { integratedGradients } from "./integrated-gradients.ts";
import { kernelShap } from "./kernel-shap.ts";
import { layerCam } from "./layer-cam.ts";
import { lime } from "./lime.ts";
import { occlusion } from "./occlusion.ts";
import { rise } from "./rise.ts";
import { scoreCam } from "./score-cam.ts";
import { scouterMinus, scouterPlus } from "./scouter.ts";
import { smoothGrad } from "./smooth-grad.ts";
import { smoothGradCamPlusPlus } from "./smooth-grad-cam-plus-plus.ts";
import { ssCam } from "./ss-cam.ts";
import { xGradCam } from "./x-grad-cam.ts";

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
