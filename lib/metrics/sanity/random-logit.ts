import { normaliseMap } from "#lib/explain/normalise-map.ts";
import { defineProbingMetric, PREPARATION, PROFILE, type Probe, type Score } from "../define-metric.ts";
import { structuralSimilarity, type Window } from "./structural-similarity.ts";

const WINDOW: Window = { kind: "uniform", size: 7 };

/**
 * Random logit test (Sixt et al. 2020): structural similarity of the maps of the class and of another one, drawn at random.
 * Lower is better: a method that shows the same for every class explains none.
 */
export const randomLogit = defineProbingMetric({
  id: "random-logit",
  name: "Random logit",
  direction: "lower",
  range: [-1, 1],
  family: "sanity",
  profile: PROFILE,
  cites: ["sixt2020", "wang2004"],
  needs: ["explainer"],
  parameters: { preparation: PREPARATION, window: "uniform 7 x 7", range: 1 },
  formula: "SSIM of the maps of the class and of another class drawn at random",
  forwards: 0,
  explanations: 1,
  async probe({ map, image, model, target, explainClass, random }: Probe): Promise<Score> {
    const classes = model.classNames.length;
    if (!explainClass) return { undefined: "no_explainer" };
    if (classes < 2) return { undefined: "one_class_only" };
    const other = (target + 1 + random.integer(classes - 1)) % classes;
    const [made] = await explainClass(other)(image);
    if (made.data.some((value) => !Number.isFinite(value))) return { undefined: "non_finite_map" };
    const second = normaliseMap(made, map.height, map.width);
    if (second.data.every((value) => value === 0)) return { undefined: "constant_map" };
    return structuralSimilarity(map, second, 1, WINDOW);
  },
});
