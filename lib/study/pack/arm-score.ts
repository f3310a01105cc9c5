import type { ArmReport, Estimate, StudyReport } from "../report.ts";

/** What an arm is scored by: the mean of what answers score for it, with its interval over raters. */
export const scoreOf = (arm: ArmReport): Estimate => arm.score;

/** What the score is called, e.g. in the head of a column. */
export const scoreName = ({ measure }: StudyReport): string => measure.name;
