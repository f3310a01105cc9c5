import type { Tx } from "#lib/db/client.ts";
import type { ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { leftOut } from "#lib/study/left-out.ts";
import { countFlow, type RaterFlow } from "#lib/study/rater-flow.ts";
import { readRaters, type StudyRater } from "./read-raters.ts";

/** What became of a study's people, or its simulated raters, and the ids of those who are left out of the primary analysis. */
export async function followRaters(
  db: Pick<Tx, "$queryRaw">,
  { exclusions, ...whose }: Parameters<typeof readRaters>[1] & { exclusions: ExclusionRules },
): Promise<{ flow: RaterFlow; excluded: ReadonlySet<string> }> {
  const raters: StudyRater[] = [];
  for await (const rater of readRaters(db, whose)) raters.push(rater);
  const excluded = raters.filter((rater) => leftOut(exclusions, rater).length > 0);
  return { flow: countFlow(raters, exclusions), excluded: new Set(excluded.map(({ id }) => id)) };
}
