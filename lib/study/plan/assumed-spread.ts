import type { Measure, ResponseSpec, StudyTemplate } from "../template.ts";

/** Share of the variance of differences that is between raters, where nothing is known: most people see it alike. */
export const ASSUMED_CORRELATION = 0.1;

/**
 * The SD of the difference of one rater's answers about two arms, in the units of the measure, where nothing is known of it: from what
 * answers can be at all.
 *
 * - scale: answers with an SD of a quarter of the range each, independent;
 * - right or wrong: independent, right half of the time, the most that such answers can spread;
 * - one of two preferred: 1 or -1, the most it can be;
 * - ranks: every order of k as likely, sqrt(k (k+1) / 6) / (k-1);
 * - best and worst: any two of k as likely, sqrt(4 / (k-1));
 * - marks and points: an SD of a quarter of the range each, independent.
 *
 * @param panels pictures a trial shows
 */
export function assumedSpread(
  { shows, response }: Pick<StudyTemplate, "shows"> & { readonly response: ResponseSpec },
  measure: Measure,
  panels: number,
): number {
  const range = measure.high - measure.low;
  switch (response.kind) {
    case "ranking":
      return (range * Math.sqrt((panels * (panels + 1)) / 6)) / (panels - 1);
    case "best-worst":
      return (range / 2) * Math.sqrt(4 / (panels - 1));
    case "choice":
    case "class":
      return shows.kind === "one-arm" ? range * Math.SQRT1_2 : range;
    case "scale":
      return measure.about === "performance" ? range * Math.SQRT1_2 : (range / 4) * Math.SQRT2;
    case "point":
    case "strokes":
      return (range / 4) * Math.SQRT2;
  }
}

/** A difference that one would not want to miss, where nobody has said which: an eighth of the range. */
export const assumedEffect = ({ low, high }: Measure): number => (high - low) / 8;
