import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import type { AnswerColumn } from "#lib/study/answer-columns.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { PackArm } from "#lib/study/pack/pack-subject.ts";
import type { PackTable } from "#lib/study/pack/tables.ts";
import { scoreAnswers } from "#lib/study/score-answers.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import type { StudyRecord } from "../../studies/verification/open-record.ts";
import type { StoredAnswer } from "../../studies/verification/read-participants.ts";
import { placedAnswers } from "../read-answers.ts";
import { readShown, type ShownPicture } from "../read-shown.ts";
import { scoreMaps } from "../score-maps.ts";
import { type AnsweredTrial, openRaters, type PackRater, participantRow } from "./pack-rater.ts";
import type { TablePages, TableRow } from "./table-files.ts";

interface Rated {
  study: Study & { lock: { lockedAt: Date } | null };
  template: StudyTemplate;
  arms: readonly PackArm[];
  simulated: boolean;
  ratings: PackTable;
}

/** Rows of `ratings`, `scores` and `participants`, from one reading of the study's raters, all of whom are read. */
export async function* ratingRows(tx: Tx, record: StudyRecord, rated: Rated): TablePages {
  const { study, template, arms, simulated, ratings } = rated;
  const shown = await readShown(tx, study.id);
  const items = await tx.studyItem.findMany({
    where: { studyId: study.id },
    select: { id: true, position: true },
  });
  const itemOf = new Map(items.map(({ id, position }) => [id, position + 1]));
  const numberOf = new Map(arms.map(({ armId, number }) => [armId, number]));
  const { classes = [] } = StudyDesign.parse(study.design);
  const cells = ratings.columns.map(({ name }) => CELLS[name as AnswerColumn]);
  const raterOf = openRaters(study, template);
  for await (const page of record.participants({ simulatedFirst: simulated })) {
    const raters = page.filter((row) => row.simulated === simulated).map(raterOf);
    const staying = raters.filter(({ row }) => row.state !== "withdrawn");
    const analysed = new Set(staying.filter(({ leftOut }) => leftOut === null).map(({ name }) => name));
    const answers = staying.flatMap(({ row, name }) =>
      placedAnswers(row, shown).map((answer) => ({ ...answer, rater: name })),
    );
    const scored =
      template.shows.kind === "plain"
        ? await scoreMaps(tx, study, template, answers)
        : scoreAnswers(template, answers);
    yield [
      staying.flatMap((rater) => ratingsOf(rater, shown, cells, classes)),
      scored.map(({ rater, itemId, armId, value }) => [
        rater,
        analysed.has(rater) ? 1 : 0,
        itemOf.get(itemId)!,
        numberOf.get(armId)!,
        value,
      ]),
      raters.map(participantRow),
    ];
  }
}

/** A picture that was shown, in its place on the screen, with what was answered. */
interface Rating {
  readonly rater: PackRater;
  readonly trial: AnsweredTrial;
  readonly answer: StoredAnswer;
  readonly place: number;
  readonly picture: ShownPicture;
  /** Those to choose from, where answers are classes. */
  readonly classes: readonly string[];
}

const CELLS: Record<AnswerColumn, (rating: Rating) => TableRow[number]> = {
  rater: ({ rater }) => rater.name,
  simulated: ({ rater }) => (rater.row.simulated ? 1 : 0),
  rater_state: ({ rater }) => rater.row.state,
  left_out: ({ rater }) => rater.leftOut,
  position: ({ rater, trial }) => trial.position + 1 - rater.practice,
  panel: ({ place }) => place,
  arm: ({ picture }) => picture.arm,
  explainer: ({ picture }) => picture.explainer,
  statement: ({ picture }) => picture.statement,
  image: ({ picture }) => picture.image,
  image_class: ({ picture }) => picture.imageClass,
  target_class: ({ picture }) => picture.targetClass,
  is_answer: ({ picture }) => (picture.panel.classAt === 0 ? 1 : 0),
  map: ({ picture }) => picture.panel.mapId,
  value: ({ answer }) => answer.value,
  chosen_class: ({ answer, classes }) => classes[answer.value] ?? null,
  detail: ({ answer }) => answer.detailText,
  response_time_ms: ({ answer }) => answer.responseTimeMs,
  answered_at: ({ answer }) => answer.answeredAt,
  received_at: ({ answer }) => answer.receivedAt,
};

function ratingsOf(
  rater: PackRater,
  shown: ReadonlyMap<string, ShownPicture>,
  cells: readonly ((rating: Rating) => TableRow[number])[],
  classes: readonly string[],
): TableRow[] {
  const rows: TableRow[] = [];
  for (const trial of rater.answered)
    trial.stimulusIds.forEach((id, place) => {
      const picture = shown.get(id);
      if (!picture) return;
      const rating = { rater, trial, answer: trial.answer, place, picture, classes };
      rows.push(cells.map((cell) => cell(rating)));
    });
  return rows;
}
