/** What a study's row names its template by. */
export type TemplateId =
  | "plausibility-rating"
  | "why-not-rating"
  | "pairwise-preference"
  | "side-by-side"
  | "ranking"
  | "best-worst"
  | "hive-agreement"
  | "hive-distinction"
  | "forward-simulation"
  | "accept-reject"
  | "region-brush"
  | "pointing";
