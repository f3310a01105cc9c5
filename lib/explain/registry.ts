import { AppError } from "#lib/errors.ts";
import { controlGaussian } from "./control-gaussian.ts";
import { controlRandom } from "./control-random.ts";
import { controlRegion } from "./control-region.ts";
import type { Explainer } from "./define-explainer.ts";
import { gradCam } from "./grad-cam.ts";
import { iba } from "./iba.ts";
import { scouterMinus, scouterPlus } from "./scouter.ts";
import { ssCam } from "./ss-cam.ts";

const all = [scouterPlus, scouterMinus, gradCam, ssCam, iba, controlRandom, controlGaussian, controlRegion];

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
