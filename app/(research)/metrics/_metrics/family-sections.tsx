import type { ReactNode } from "react";
import type { Family } from "#lib/metrics/define-metric.ts";

interface FamilySection {
  title: string;
  context: string;
  caption: string;
  families: readonly Family[];
  /** Metrics that also get a point over its interval. */
  strips: readonly string[];
  note: ReactNode;
}

/** What the tables of the page ask, in its order. */
export const FAMILY_SECTIONS: readonly FamilySection[] = [
  {
    title: "Where do the maps lie?",
    context: "Size, and agreement with the ground-truth region",
    caption: "Size and localisation by method",
    families: ["size", "localisation"],
    strips: ["precision-box", "top5-in-mask"],
    note: (
      <>
        Precision rewards compact maps; top 5 %, rank accuracy and pixel AUC look at the ranking of pixels
        alone, so a map cannot win them by being small: read the two kinds together. SCOUTER− rows explain a
        class the image is <em>not</em>, the least or the most similar one as labelled, never the true class.
      </>
    ),
  },
  {
    title: "Does the model agree?",
    context: "Insertion and deletion: what a model answers as the map's pixels come and go",
    caption: "Faithfulness by method",
    families: ["faithfulness"],
    strips: ["insertion-auc-over-clean", "deletion-auc-over-clean"],
    note: (
      <>
        A more confident model has larger areas whatever the map, so rows of different models are comparable
        only in the columns divided by the clean probability. Faithfulness says nothing of what people find
        plausible, and is never averaged with it. SCOUTER− rows follow the class they speak against: putting
        that evidence in should hold the class down and taking it away should let it rise, so there less
        insertion and more deletion are better. Any deletion takes a class the image is not towards chance:
        compare with a random map of the same class before calling a rise evidence.
      </>
    ),
  },
  {
    title: "Does the map change with the image or the weights?",
    context: "Robustness and sanity",
    caption: "Robustness and sanity by method",
    families: ["robustness", "sanity"],
    strips: [],
    note: (
      <>A map that never changes is robust and says nothing of the image: read robustness beside sanity.</>
    ),
  },
  {
    title: "How simple are the maps?",
    context: "Sparseness and entropy, whatever they show",
    caption: "Complexity by method",
    families: ["complexity"],
    strips: ["sparseness"],
    note: <>One pixel is the simplest map of all: complexity says nothing of whether a map is right.</>,
  },
];
