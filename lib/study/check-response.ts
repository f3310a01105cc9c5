import type { z } from "zod";
import { BestWorstSchema, RankingSchema, StrokesSchema } from "./response-details.ts";
import type { GivenResponse, ResponseSpec } from "./template.ts";

/** What an answer of a study must fit. */
export interface AnswerRules {
  readonly response: ResponseSpec;
  readonly detail: z.ZodType | null;
  /** Pictures a trial shows. */
  readonly panels: number;
  /** Classes that may be chosen, where the answer is one. */
  readonly classes: number;
}

/** Why an answer is none that its trial could be given; null for one that is. */
export function checkResponse(rules: AnswerRules, { value, detail }: GivenResponse): string | null {
  const { response, panels, classes } = rules;
  if (rules.detail === null ? detail !== null : !rules.detail.safeParse(detail).success)
    return rules.detail === null
      ? "An answer of this study is a value and nothing else."
      : `What came beside the value is no ${response.kind} answer.`;
  switch (response.kind) {
    case "scale":
      return response.values.includes(value) ? null : `The scale has the points ${response.values}.`;
    case "choice":
      return within(value, response.options.length);
    case "class":
      return within(value, classes);
    case "ranking":
      return checkRanking(value, RankingSchema.parse(detail).order, panels);
    case "best-worst": {
      const { worst } = BestWorstSchema.parse(detail);
      if (worst === value) return "The best and the worst are two different pictures.";
      return within(value, panels) ?? within(worst, panels);
    }
    case "point":
      return value === 0 ? null : "The value of a point is 0: its place is beside it.";
    case "strokes":
      return value === StrokesSchema.parse(detail).strokes.length
        ? null
        : "The value of a drawing is the number of its strokes.";
  }
}

function within(value: number, count: number): string | null {
  return Number.isInteger(value) && value >= 0 && value < count
    ? null
    : `The answer is one of the ${count} that were offered, from 0.`;
}

function checkRanking(value: number, order: readonly number[], panels: number): string | null {
  const isWhole = order.length === panels && new Set(order).size === panels;
  if (!isWhole || order.some((panel) => panel >= panels))
    return `A ranking names each of the ${panels} pictures once.`;
  return value === order[0] ? null : "The value of a ranking is the picture put first.";
}
