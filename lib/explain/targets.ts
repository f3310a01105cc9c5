import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { type ClassSimilarity, rankBySimilarity } from "./class-similarity.ts";

/** Which class a map is about. */
export type TargetRule = "true" | "predicted" | "least-similar" | "most-similar" | `class:${number}`;

export const targetRule = z
  .string()
  .regex(
    /^(true|predicted|least-similar|most-similar|class:\d+)$/,
    "is not a target rule: use true, predicted, least-similar, most-similar or class:<index>",
  )
  .transform((text) => text as TargetRule);

export interface TargetFacts {
  /** null when the image's class is unknown. */
  trueClass: number | null;
  /** Of the model that is explained, [n]. */
  logits: ArrayLike<number>;
  /** Needed by least-similar and most-similar. */
  similarity: ClassSimilarity | null;
}

/**
 * The class one image's map is about. Ties go to the lower index.
 *
 * `least-similar` and `most-similar` are among the classes that are not the true one: SCOUTER− is judged on these, since
 * evidence against the true class is next to none and its map is noise stretched to full scale.
 *
 * @throws AppError `invalid` when the rule needs what is not known
 */
export function resolveTarget(rule: TargetRule, { trueClass, logits, similarity }: TargetFacts): number {
  if (rule === "predicted") return argmax(logits);
  if (rule.startsWith("class:")) return checkClass(Number(rule.slice("class:".length)), logits.length);
  if (trueClass === null) {
    throw new AppError(
      "invalid",
      `The target rule "${rule}" starts from the image's true class, which is not known here: use predicted or class:<index>.`,
    );
  }
  if (rule === "true") return checkClass(trueClass, logits.length);
  if (!similarity) {
    throw new AppError(
      "invalid",
      `The target rule "${rule}" needs a class similarity: give labelled images to measure it on.`,
    );
  }
  const ranked = rankBySimilarity(similarity, trueClass);
  return rule === "most-similar" ? ranked[0] : ranked[ranked.length - 1];
}

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

function checkClass(index: number, classes: number): number {
  if (index < classes) return index;
  throw new AppError(
    "invalid",
    `There is no class ${index}: this model's classes are numbered 0 to ${classes - 1}.`,
  );
}
