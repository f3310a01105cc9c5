import { AppError } from "#lib/errors.ts";
import { leastSimilar, mostSimilar, wuPalmerMatrix } from "../taxonomy/wu-palmer.ts";
import { type Answer, asExpected } from "./metric-case.ts";

/** Similarities of classes by a taxonomy; a circle in it is refused with its reason. */
export const answerWuPalmer: Answer = ({ parents, classes }) => {
  const taxonomy = new Map(Object.entries(parents as Record<string, string | null>));
  try {
    const matrix = wuPalmerMatrix(taxonomy, classes as string[]);
    return {
      wup: matrix.map((row) => row.map(asExpected)),
      least_similar_first_index: matrix.map(leastSimilar),
      most_similar_other: matrix.map(mostSimilar),
    };
  } catch (error) {
    if (error instanceof AppError) return { undefined: error.details.reason };
    throw error;
  }
};
