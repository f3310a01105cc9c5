import { z } from "zod";
import type { Forward, SaliencyMap } from "#lib/tensor/model-view.ts";
import { defineExplainer, type ExplainInput } from "./define-explainer.ts";

const options = z.object({
  map: z
    .enum(["attention", "additive"])
    .default("attention")
    .describe(
      "attention: where the slot looks, the map of the paper; additive: what each cell adds to the logit",
    ),
});

/**
 * SCOUTER's own explanation (Li et al. 2021): the last attention of the class's slots, A_l [h, w] in (0, 1), summed over
 * its slots. One forward pass serves every class.
 *
 * `additive`: the logit is l = e sum_j A_lj g_j / d with one field g_j = sum_c X_jc for all classes, so the share of a cell
 * is known exactly. For SCOUTER+ the map is those shares and sums to the logit; for SCOUTER− it is their negative, so that
 * high means evidence against the class, and sums to minus the logit.
 */
export const scouterPlus = defineExplainer({
  id: "scouter+",
  name: "SCOUTER+",
  group: "SCOUTER",
  cites: ["li2021"],
  needs: ["attention"],
  explains: "for",
  options,
  batchSize: 16,
  formula: "the attention of the class's slots, A_l; additive: A_l g / d, which sums to the logit",
  cost: () => ({ forwards: 1, backwards: 0 }),
  explain: (input, { map }) => slotMaps(input, map, 1),
});

/** As SCOUTER+, on a model whose slots collect evidence against a class (e = -1): why the image is not of that class. */
export const scouterMinus = defineExplainer({
  id: "scouter-",
  name: "SCOUTER−",
  group: "SCOUTER",
  cites: ["li2021"],
  needs: ["attention"],
  explains: "against",
  options,
  batchSize: 16,
  formula: "the attention of the class's slots, A_l; additive: A_l g / d, which sums to minus the logit",
  cost: () => ({ forwards: 1, backwards: 0 }),
  explain: (input, { map }) => slotMaps(input, map, -1),
});

async function slotMaps(
  { model, images, targets }: ExplainInput,
  map: "attention" | "additive",
  sign: 1 | -1,
): Promise<SaliencyMap[]> {
  const forward = await model.forward(images);
  const { height, width } = model.featureShape;
  return targets.map((target, image) => {
    const offset = (image * model.classNames.length + target) * height * width;
    const cells = slotField(forward, map).slice(offset, offset + height * width);
    return { data: map === "additive" ? cells.map((value) => sign * value) : cells, height, width };
  });
}

function slotField(forward: Forward, map: "attention" | "additive"): Float32Array {
  const field = map === "attention" ? forward.attention : forward.attribution;
  if (!field) throw new Error("a SCOUTER model gave a forward pass without attention");
  return field;
}
