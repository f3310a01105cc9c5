import type { ArmReport, StudyReport } from "../report.ts";
import type { Statement } from "../template.ts";
import { type ArmPair, isTold, listPairs } from "./arm-pairs.ts";
import { isControl } from "./is-control.ts";

type RatedArm = ArmReport & { score: { value: number; low: number; high: number } };

/** Which method of a statement is rated highest, and the next one. */
export interface Lead {
  best: RatedArm;
  next: RatedArm | null;
  /** The two compared, the higher within raters first; null before pairs were computed. */
  pair: ArmPair | null;
  /** Whether the next is told from the best by the test of the pair, and lies below it there too. */
  told: boolean;
}

/** Controls are no candidates. Null where no method has a mean. */
export function findLead(report: StudyReport, statement: Statement): Lead | null {
  const [best, next = null] = report.arms
    .filter((arm): arm is RatedArm => "value" in arm.score)
    .filter((arm) => arm.statement === statement && !isControl(arm.explainerId))
    .sort((a, b) => b.score.value - a.score.value);
  if (!best) return null;
  const ids = [best.armId, next?.armId];
  const pair = next
    ? (listPairs(report, statement).find(({ a, b }) => ids.includes(a) && ids.includes(b)) ?? null)
    : null;
  // Where dropouts unbalance the arms, the higher mean may be the lower one within raters.
  return { best, next, pair, told: pair !== null && isTold(pair) && pair.a === best.armId };
}
