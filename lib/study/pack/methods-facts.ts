import { DEFAULT_LEVEL, DEFAULT_REPLICATES } from "#lib/stats/bootstrap.ts";
import { expandedLevel } from "#lib/stats/expanded-level.ts";
import { analysedRaters } from "../report.ts";
import { STATEMENTS } from "../statement.ts";
import type { PackArm, PackSubject } from "./pack-subject.ts";
import { questionOf, type StudyQuestion } from "./study-question.ts";

/** What a methods section tells, whatever its language. */
export interface MethodsFacts {
  readonly question: StudyQuestion;
  readonly forArms: readonly PackArm[];
  readonly againstArms: readonly PackArm[];
  readonly replicates: number;
  /** Of the interval's percentiles, for this number of raters; null where fewer than two rated. */
  readonly level: number | null;
  /** Pairs of arms that were compared. */
  readonly pairs: number;
}

/** @see docs/statistics.md for what the level is */
export function methodsFacts(subject: PackSubject): MethodsFacts {
  const { report, arms } = subject;
  const statementOf = new Map(report.arms.map(({ armId, statement }) => [armId, statement]));
  const [forArms, againstArms] = STATEMENTS.map((wanted) =>
    arms.filter(({ armId }) => statementOf.get(armId) === wanted),
  );
  return {
    question: questionOf(subject),
    forArms,
    againstArms,
    replicates: DEFAULT_REPLICATES,
    level: intervalLevel(analysedRaters(report)),
    pairs: report.comparisons?.length ?? 0,
  };
}

/** The level whose percentiles bound the interval of a mean over so many raters. */
export function intervalLevel(raters: number): number | null {
  return raters < 2 ? null : expandedLevel(raters, DEFAULT_LEVEL);
}
