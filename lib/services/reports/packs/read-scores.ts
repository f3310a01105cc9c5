import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { readRows } from "#lib/db/read-rows.ts";
import type { PackArm } from "#lib/study/pack/pack-subject.ts";
import { scoreAnswers } from "#lib/study/score-answers.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { nameRater } from "../../studies/verification/problems.ts";
import { type PlacedAnswer, placedAnswers } from "../read-answers.ts";
import { scoreMaps } from "../score-maps.ts";
import { PAGE, type TableRows } from "./read-tables.ts";

interface Scored {
  study: Study;
  template: StudyTemplate;
  arms: readonly PackArm[];
  simulated: boolean;
  /** Why raters are left out of the primary analysis, by their rank: index from 0, also of simulated raters. */
  leftOut: ReadonlyMap<number, string>;
}

/** What each answer scores for each arm by the rule of the template, as the report's means have it, a page of answers at a time. */
export async function* readScores(tx: Tx, { study, template, arms, simulated, leftOut }: Scored): TableRows {
  const items = await tx.studyItem.findMany({
    where: { studyId: study.id },
    select: { id: true, position: true },
  });
  const itemOf = new Map(items.map(({ id, position }) => [id, position + 1]));
  const numberOf = new Map(arms.map(({ armId, number }) => [armId, number]));
  const query = placedAnswers(study.id, simulated);
  for await (const page of readRows<PlacedAnswer & { index: number }>(tx, query, PAGE)) {
    const indexOf = new Map(page.map(({ rater, index }) => [rater, index]));
    const scored =
      template.shows.kind === "plain"
        ? await scoreMaps(tx, study, template, page)
        : scoreAnswers(template, page);
    yield scored.map(({ rater, itemId, armId, value }) => {
      const index = indexOf.get(rater)!;
      const isLeftOut = leftOut.has(index < 0 ? -index - 1 : index);
      return [nameRater(index), isLeftOut ? 0 : 1, itemOf.get(itemId)!, numberOf.get(armId)!, value];
    });
  }
}
