import { z } from "zod";
import { NO_CHECKS, RaterChecks } from "./checks/rater-checks.ts";
import { ExclusionRules } from "./exclusions/exclusion-rules.ts";
import { LanguageTag } from "./languages/languages.ts";
import { RetentionMonths } from "./retention.ts";

/** How every stimulus of a study is drawn: one encoding for all arms, because the encoding changes the answers. */
export const Encoding = z.object({
  colourMap: z.enum(["magma", "viridis"]),
  /** Weight of the colour where the map is highest, in [0, 1]. */
  opacity: z.number().min(0).max(1),
  /** How much the picture is dimmed where the map is lowest, in [0, 1]. */
  dim: z.number().min(0).max(1),
  /** How much of the picture's own colour stays, in [0, 1]. */
  saturation: z.number().min(0).max(1),
  /** Side of the square picture in pixels. */
  size: z.number().int().min(64).max(1024),
});
export type Encoding = z.infer<typeof Encoding>;

/** Chosen by eye on the demo's pictures: the object stays recognisable, the highlight stands out on any ground. */
export const STUDY_ENCODING: Encoding = {
  colourMap: "viridis",
  opacity: 0.75,
  dim: 0.4,
  saturation: 0.3,
  size: 384,
};

/** What a Study row keeps in `design`; with the seed and the items and arms it determines everything shown. */
export const StudyDesign = z.object({
  trialsPerRater: z.number().int().min(1),
  /** Pictures a trial shows side by side. */
  panels: z.number().int().min(1).default(1),
  /** Position of the arm that every trial shows beside another one; null where the template has none. */
  referenceArm: z.number().int().min(0).nullable().default(null),
  /** Where an answer is a class: those that may be chosen, in the order in which they are offered. */
  classes: z.array(z.string()).min(2).optional(),
  /** How many points the scale has; null where the template says it. */
  points: z.number().int().min(2).nullable().default(null),
  /** Whether raters are told the names of the classes whose maps a trial shows. */
  classNames: z.boolean().default(false),
  /** Of one rater's trials: by chance, or so that no arm profits from what came before it (`carryOverOrder`). */
  order: z.enum(["random", "carry-over"]).default("random"),
  /** The most people who may take part at once; who withdraws makes room. Null: no limit. */
  quota: z.number().int().min(1).nullable(),
  /** Of everything its participants read. */
  language: LanguageTag.default("en"),
  consentVersion: z.string(),
  /** Whom participants can ask, shown with the consent text. */
  contact: z.string(),
  /** Months after closing until what ties answers to people is erased; never in studies from before there was a date. */
  retentionMonths: RetentionMonths.nullable().default(null),
  encoding: Encoding,
  /** Who is left out of the primary analysis, declared beforehand; nobody in studies from before there were rules. */
  exclusions: ExclusionRules.default({}),
  /** Checks on raters: a quiz, attention, repeated trials, breaks. None in studies from before there were any. */
  checks: RaterChecks.default(NO_CHECKS),
  openWhenReady: z.boolean(),
  /** How many simulated raters join as soon as the stimuli are ready. */
  simulatedRaters: z.number().int().min(0),
  /** Bytes of every stimulus, once prepared. */
  stimulusBytes: z.number().int().nullable(),
});
export type StudyDesign = z.infer<typeof StudyDesign>;
