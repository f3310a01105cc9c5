import { z } from "zod";
import { RaterFlow } from "./rater-flow.ts";
import type { Measure } from "./template.ts";

const Undefined = z.object({ undefined: z.string() });

/** A number with its 95 % interval and the units it rests on, or why there is none. Never 0 or NaN instead. */
export const Estimate = z.union([
  z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() }),
  Undefined,
]);
export type Estimate = z.infer<typeof Estimate>;

/** An automatic metric's mean over an arm's rated maps. */
const ArmMetric = z.object({ metricId: z.string(), profile: z.string(), mean: Estimate });

const ArmReport = z.object({
  armId: z.string(),
  label: z.string(),
  explainerId: z.string(),
  statement: z.enum(["for", "against"]),
  raters: z.number().int(),
  ratings: z.number().int(),
  /** Images with a rating of this arm. */
  items: z.number().int().optional(),
  /** How often each of `values` was answered; empty where answers are not about one arm. */
  counts: z.array(z.number().int()),
  /** Mean of what answers score for the arm, see the report's `measure`; n = raters, who are the clusters. */
  score: Estimate,
  metrics: z.array(ArmMetric),
});
export type ArmReport = z.infer<typeof ArmReport>;

/** What the scores' mean is called, and the range it lies in: see template.ts. */
const MeasureSchema = z.object({
  name: z.string(),
  low: z.number(),
  high: z.number(),
  chance: z.number().nullable(),
  about: z.enum(["plausibility", "performance"]),
}) satisfies z.ZodType<Measure>;

/** One arm against another of the same statement, within raters (`compareArms`), or between them (`compareBetween`). */
const ArmComparison = z.object({
  a: z.string(),
  b: z.string(),
  statement: z.enum(["for", "against"]),
  /** a - b over raters, in the measure's units; n = raters who rated both, or between raters those of both. */
  difference: Estimate,
  /**
   * Wilcoxon's signed-rank test over raters, n = raters whose difference is not 0; between raters Mann and Whitney's, n = raters
   * of both. `adjusted` by Holm within the statement.
   */
  test: z.union([
    z.object({
      p: z.number(),
      adjusted: z.number(),
      n: z.number().int(),
      method: z.enum(["exact", "normal"]),
    }),
    Undefined,
  ]),
  /** Matched-pairs rank-biserial correlation, or between raters Cliff's delta; -1 to 1. */
  effect: z.union([z.object({ value: z.number() }), Undefined]),
});
export type ArmComparison = z.infer<typeof ArmComparison>;

/** An arm's share predicted by that of the control, where each rater belongs to one arm: see `utilities`. */
const Utility = z.object({ armId: z.string(), ratio: Estimate });
export type Utility = z.infer<typeof Utility>;

/** Agreement over the maps of one statement, and what it leaves to predict: see `rateReliability`. */
const RatingReliability = z.object({
  statement: z.enum(["for", "against"]),
  /** Spearman of a rater with the mean of the others; n = raters. */
  leaveOneOut: Estimate,
  /** Of maps' mean ratings, by halves of the raters; n = maps rated twice. */
  splitHalf: Estimate,
  /** Of a correlation with maps' mean ratings. */
  ceiling: Estimate,
});
export type RatingReliability = z.infer<typeof RatingReliability>;

/** Spearman over maps between a map's mean rating and its metric; "for" and "against" maps are never pooled. */
const MetricCorrelation = z.object({
  metricId: z.string(),
  profile: z.string(),
  statement: z.enum(["for", "against"]),
  rho: Estimate,
});
export type MetricCorrelation = z.infer<typeof MetricCorrelation>;

/** Whether ratings drift along the sequence: see `measureDrift`. */
const RatingDrift = z.object({
  thirds: z.array(Estimate),
  change: Estimate,
});

/** One scale on which the arms lie, by the template's model of preference: see `computePreference`. */
const Preference = z.object({
  model: z.enum(["pairs", "rankings", "best-worst"]),
  /** Log-abilities that sum to 0, or best minus worst by counts; n = raters. */
  arms: z.array(z.object({ armId: z.string(), score: Estimate })),
  /** How likely two arms that lie alike tie; null in models without ties. */
  ties: Estimate.nullable(),
});
export type Preference = z.infer<typeof Preference>;

/** Arms of one statement by models with random raters and images: see `fitMixedModels`. */
const MixedModelSchema = z.object({
  statement: z.enum(["for", "against"]),
  /** What has random intercepts in the linear and in the cumulative link model. */
  random: z.object({
    linear: z.array(z.enum(["rater", "item"])),
    ordered: z.array(z.enum(["rater", "item"])),
  }),
  arms: z.array(
    z.object({
      armId: z.string(),
      /** Estimated marginal mean, in the measure's units. */
      mean: Estimate,
      /** Of a higher answer, against the first arm; null for that one. */
      logOdds: Estimate.nullable(),
    }),
  ),
});
export type MixedModel = z.infer<typeof MixedModelSchema>;

/** When the plan was locked, and how many rated answers of those who did not withdraw came before and after. */
const PlanLock = z.object({
  hash: z.string(),
  /** Arms whose difference, first less second, is the one primary test. */
  primaryContrast: z.object({ first: z.string(), second: z.string() }).nullable(),
  lockedAt: z.string(),
  answersBefore: z.number().int(),
  answersAfter: z.number().int(),
});

/** The main results of everybody who rated, whatever the rules say of them. */
const WithoutExclusions = z.object({
  raters: z.number().int(),
  ratings: z.number().int(),
  arms: z.array(ArmReport),
  comparisons: z.array(ArmComparison),
});

/**
 * What a Report row holds: one about people, one about simulated raters, never both in one. What is optional is missing in rows that were
 * computed before it existed (`isComplete`).
 */
export const StudyReport = z.object({
  simulated: z.boolean(),
  templateId: z.string(),
  templateVersion: z.number().int(),
  /** Seed of every bootstrap in this report. */
  seed: z.number().int(),
  raters: z.object({
    consented: z.number().int(),
    answering: z.number().int(),
    completed: z.number().int(),
    withdrawn: z.number().int(),
  }),
  measure: MeasureSchema,
  /** What an answer about one arm can be, in order; empty where answers are about several. */
  values: z.array(z.number()),
  /** How raters came to be analysed. Everything below is of those who are, the primary analysis. */
  flow: RaterFlow.optional(),
  /** Null for a study without a locked plan; of people alone. Whoever joined before is a pilot: not in the primary analysis. */
  lock: PlanLock.nullable().optional(),
  /** Null where nobody was left out: it is the same. */
  withoutExclusions: WithoutExclusions.nullable().optional(),
  /** Answers. */
  ratings: z.number().int(),
  /** Krippendorff's alpha of the answers; n = pictures, or sets of them, with at least two answers. */
  agreement: Estimate,
  reliability: z.array(RatingReliability).optional(),
  /** Null where answers are no ratings on a scale. */
  drift: RatingDrift.nullable().optional(),
  arms: z.array(ArmReport),
  comparisons: z.array(ArmComparison).optional(),
  /** Whether each rater belongs to one arm, so that arms are compared between raters; else within. */
  betweenRaters: z.boolean().optional(),
  /** Of each arm but the control; missing where raters are no learners. */
  utility: z.array(Utility).optional(),
  /** Of each arm, where the computer's answer was right and where it was wrong: see `splitByCorrectness`. */
  correctness: z
    .array(z.object({ armId: z.string(), right: Estimate, wrong: Estimate }))
    .nullable()
    .optional(),
  /** Empty where trials show several maps, whose scores depend on each other, or none. */
  mixedModels: z.array(MixedModelSchema).optional(),
  /** Null where the template has no such model. */
  preference: Preference.nullable().optional(),
  correlations: z.array(MetricCorrelation),
});
export type StudyReport = z.infer<typeof StudyReport>;

/** Whether a report has all that reports have today. */
export function isComplete(report: StudyReport): boolean {
  const {
    comparisons,
    correctness,
    reliability,
    arms,
    flow,
    withoutExclusions,
    drift,
    preference,
    mixedModels,
  } = report;
  const parts = [
    comparisons,
    correctness,
    reliability,
    flow,
    withoutExclusions,
    drift,
    preference,
    mixedModels,
  ];
  return parts.every((part) => part !== undefined) && arms.every(({ items }) => items !== undefined);
}

/** How many raters the numbers of a report rest on. */
export const analysedRaters = ({ flow, raters }: StudyReport): number => flow?.analysed ?? raters.answering;
