import { z } from "zod";
import { StudyDesign } from "./design.ts";
import type { StudyTemplate } from "./template.ts";

/** What a person says of a study before it is analysed; all else in the plan is the study itself. */
export const StudyPlan = z.object({
  hypotheses: z.string().trim().min(1, "Say what you expect, and of which methods.").max(5000),
  /** Two arms of one statement, by id: the mean difference first - second is the primary contrast. */
  primaryContrast: z
    .object({ first: z.string(), second: z.string() })
    .refine(({ first, second }) => first !== second, "A contrast needs two methods.")
    .nullable(),
  targetRaters: z
    .int("Say how many raters you want to analyse.")
    .min(2, "Fewer than two raters have no interval.")
    .max(100_000),
  stoppingRule: z.string().trim().min(1, "Say when the study ends.").max(1000),
});
export type StudyPlan = z.infer<typeof StudyPlan>;

const PlannedArm = z.object({
  id: z.string(),
  label: z.string(),
  explainer: z.string(),
  statement: z.enum(["for", "against"]),
});

/**
 * A study's plan as it is locked: what was expected, what is measured and compared, who will be left out, when it ends, and what decides
 * everything that is shown. Its SHA-256 over canonical JSON (RFC 8785) is in the study's log.
 */
export const Preregistration = z.object({
  format: z.literal("whynot-preregistration-1"),
  study: z.object({ id: z.string(), name: z.string() }),
  lockedAt: z.iso.datetime(),
  software: z.object({ name: z.literal("whynot"), version: z.string() }),
  ...StudyPlan.shape,
  primaryMeasure: z.string(),
  template: z.object({ id: z.string(), version: z.int() }),
  run: z.string(),
  seed: z.int(),
  design: StudyDesign.omit({ contact: true, stimulusBytes: true }),
  arms: z.array(PlannedArm),
  /** SHA-256 of the list of images, as in the log's first event. */
  images: z.string(),
});
export type Preregistration = z.infer<typeof Preregistration>;

/** What the primary contrast of a study is measured by: see `compareArms`, and `compareBetween` where each rater belongs to one arm. */
export const primaryMeasure = ({ shows }: Pick<StudyTemplate, "shows">): string =>
  shows.kind === "after-training" ? BETWEEN_RATERS : WITHIN_RATERS;

const BETWEEN_RATERS =
  "Mean of raters’ mean scores in the first arm less that in the second; each rater belongs to one arm. 95 % bootstrap interval that resamples the raters of each arm; Mann and Whitney's test of raters’ mean scores, two-sided at 0.05, not corrected: it is the one primary test. All other pairs are secondary, corrected by Holm.";

const WITHIN_RATERS =
  "Mean over raters of the difference within a rater: their mean rating of the first arm less that of the second. 95 % bootstrap interval that resamples whole raters; Wilcoxon's signed-rank test over raters, two-sided at 0.05, not corrected: it is the one primary test. All other pairs are secondary, corrected by Holm.";
