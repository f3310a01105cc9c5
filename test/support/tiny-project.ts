import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { tinyImages } from "./tiny-images.ts";
import { tinyModel } from "./tiny-models.ts";

export interface TinyProject {
  versionId: string;
  /** Model ids. */
  fc: string;
  plus: string;
  minus: string;
}

/** What a run needs: a frozen version and the three kinds of model, brought in by the verbs. */
export async function createTinyProject(
  ctx: Ctx,
  images: Parameters<typeof tinyImages>[0] = {},
): Promise<TinyProject> {
  const { datasetId } = await importFolder(ctx, { name: "Tiny", source: await tinyImages(images) });
  const version = await freezeVersion(ctx, { datasetId });
  const register = async (name: string, weights: Uint8Array) =>
    (await registerModel(ctx, { name, weights })).id;
  return {
    versionId: version.id,
    fc: await register("FC", tinyModel("fc")),
    plus: await register("S+", tinyModel("scouter+")),
    minus: await register("S−", tinyModel("scouter-")),
  };
}

/** An arm with the defaults filled in. */
export function arm(label: string, explainerId: string, modelId: string, targetRule = "true", options = {}) {
  return { label, explainerId, modelId, targetRule, options };
}

/** Every method and control, as cheap as it gets. */
export function allArms({ fc, plus, minus }: TinyProject) {
  return [
    arm("S+", "scouter+", plus),
    arm("S− least", "scouter-", minus, "least-similar"),
    arm("S− most", "scouter-", minus, "most-similar"),
    arm("Grad-CAM", "grad-cam", fc, "predicted"),
    arm("SS-CAM", "ss-cam", fc, "true", { samples: 1, channels: 4 }),
    arm("IBA", "iba", fc, "class:2", { steps: 2, samples: 2 }),
    arm("Random", "control-random", fc),
    arm("Gaussian", "control-gaussian", fc),
    arm("Region", "control-region", fc),
  ];
}
