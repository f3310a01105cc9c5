/** What is claimed against "no difference": it differs, the first is greater, or the first is less. */
export type Alternative = "two-sided" | "greater" | "less";

/** The p value of an alternative from both tails, each with the observed value in it. Two-sided: twice the smaller tail, at most 1. */
export function pOfTails(greater: number, less: number, alternative: Alternative): number {
  return { greater, less, "two-sided": Math.min(1, 2 * Math.min(greater, less)) }[alternative];
}
