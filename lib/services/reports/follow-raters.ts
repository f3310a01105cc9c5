import type { Tx } from "#lib/db/client.ts";
import type { ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { leftOut } from "#lib/study/left-out.ts";
import { countFlow, type RaterFlow } from "#lib/study/rater-flow.ts";
import { type Answering, type PlacedAnswer, readAnswers } from "./read-answers.ts";
import type { StudyRater } from "./read-raters.ts";
import type { ReportWork } from "./report-work.ts";

/**
 * What became of a study's people, or its simulated raters; the ids of those who are left out of the primary analysis; and everybody's
 * answers.
 */
export async function followRaters(
  tx: Tx,
  whose: Answering,
  exclusions: ExclusionRules,
  work: ReportWork,
): Promise<{ flow: RaterFlow; excluded: ReadonlySet<string>; everybody: readonly PlacedAnswer[] }> {
  const raters: StudyRater[] = [];
  const everybody: PlacedAnswer[] = [];
  for await (const page of readAnswers(tx, whose)) {
    raters.push(...page.raters);
    for (const answer of page.answers) everybody.push(answer);
    work.read(page.answers.length);
  }
  const excluded = raters.filter((rater) => leftOut(exclusions, rater).length > 0);
  return {
    flow: countFlow(raters, exclusions),
    excluded: new Set(excluded.map(({ id }) => id)),
    everybody,
  };
}
