/** The automatic metrics that stand beside the ratings: three of where the map lies, two of what the model says. */
export const BESIDE_METRICS = [
  "precision-box",
  "top5-in-mask",
  "area",
  "insertion-auc-over-clean",
  "deletion-auc-over-clean",
] as const;
