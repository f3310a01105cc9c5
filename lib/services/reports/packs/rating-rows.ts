import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { quantile } from "#lib/stats/quantile.ts";
import type { AnswerRow } from "#lib/study/answer-columns.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { leftOut } from "#lib/study/left-out.ts";
import type { PackArm } from "#lib/study/pack/pack-subject.ts";
import { PARTICIPANTS, type PackTable } from "#lib/study/pack/tables.ts";
import { type GivenAnswer, scoreAnswers } from "#lib/study/score-answers.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import type { StudyRecord } from "../../studies/verification/open-record.ts";
import { nameRater } from "../../studies/verification/problems.ts";
import type {
  StoredAnswer,
  StoredParticipant,
  StoredTrial,
} from "../../studies/verification/read-participants.ts";
import { recordOf } from "../read-raters.ts";
import { scoreMaps } from "../score-maps.ts";
import { readShown, type ShownPicture } from "./read-shown.ts";
import type { TablePages, TableRow } from "./table-files.ts";

interface Rated {
  study: Study & { lock: { lockedAt: Date } | null };
  template: StudyTemplate;
  arms: readonly PackArm[];
  simulated: boolean;
  ratings: PackTable;
}

/** A rater with the rated trials that they answered. */
interface Rater {
  readonly row: StoredParticipant;
  readonly name: string;
  /** Why they are left out of the primary analysis, parted by semicolons; null for whoever is in it. */
  readonly leftOut: string | null;
  readonly practice: number;
  readonly answered: readonly (StoredTrial & { answer: StoredAnswer })[];
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
  for await (const page of record.participants({ simulatedFirst: simulated })) {
    const raters = page.filter((row) => row.simulated === simulated).map((row) => raterOf(row, rated));
    const staying = raters.filter(({ row }) => row.state !== "withdrawn");
    const byName = new Map(staying.map((rater) => [rater.name, rater]));
    const answers = staying.flatMap((rater) => answersOf(rater, shown));
    const scored =
      template.shows.kind === "plain"
        ? await scoreMaps(tx, study, template, answers)
        : scoreAnswers(template, answers);
    yield [
      staying.flatMap((rater) => ratingsOf(rater, shown, ratings)),
      scored.map(({ rater, itemId, armId, value }) => {
        const isAnalysed = byName.get(rater)!.leftOut === null;
        return [rater, isAnalysed ? 1 : 0, itemOf.get(itemId)!, numberOf.get(armId)!, value];
      }),
      raters.map(participantRow),
    ];
  }
}

function raterOf(row: StoredParticipant, { study, template, simulated }: Rated): Rater {
  const answered = row.trials.filter(
    (trial): trial is StoredTrial & { answer: StoredAnswer } => !trial.practice && trial.answer !== null,
  );
  const lockedAt = study.lock?.lockedAt ?? null;
  const reasons = leftOut(StudyDesign.parse(study.design).exclusions, {
    pilot: !simulated && lockedAt !== null && row.consentedAt < lockedAt,
    record: recordOf(
      template.response,
      row.trialCount,
      answered.map(({ answer }) => answer),
    ),
  });
  return {
    row,
    name: nameRater(row.index),
    leftOut: reasons.length === 0 ? null : reasons.map(({ rule }) => rule).join(";"),
    practice: row.trials.filter(({ practice }) => practice).length,
    answered,
  };
}

/** The pictures of a trial that the study still has, by their places. */
function picturesOf(
  { stimulusId, otherStimulusIds }: StoredTrial,
  shown: ReadonlyMap<string, ShownPicture>,
): { place: number; picture: ShownPicture }[] {
  return [stimulusId, ...otherStimulusIds].flatMap((id, place) => {
    const picture = shown.get(id);
    return picture ? [{ place, picture }] : [];
  });
}

function answersOf({ name, answered }: Rater, shown: ReadonlyMap<string, ShownPicture>): GivenAnswer[] {
  return answered.flatMap((trial) => {
    const pictures = picturesOf(trial, shown);
    if (pictures.length === 0) return [];
    const { value, detail } = trial.answer;
    const panels = pictures.map(({ picture }) => picture.panel);
    return [{ rater: name, itemId: pictures[0].picture.itemId, value, detail, panels }];
  });
}

function ratingsOf(
  { row, name, leftOut, practice, answered }: Rater,
  shown: ReadonlyMap<string, ShownPicture>,
  { columns }: PackTable,
): TableRow[] {
  return answered.flatMap((trial) =>
    picturesOf(trial, shown).map(({ place, picture }) => {
      const { value, detailText, responseTimeMs, answeredAt, receivedAt } = trial.answer;
      const cells: Record<keyof AnswerRow, TableRow[number]> & Record<string, TableRow[number]> = {
        ...(picture.cells as Record<keyof ShownPicture["cells"], TableRow[number]>),
        rater: name,
        simulated: row.simulated ? 1 : 0,
        rater_state: row.state,
        left_out: leftOut,
        position: trial.position + 1 - practice,
        panel: place,
        value,
        detail: detailText,
        response_time_ms: responseTimeMs,
        answered_at: answeredAt,
        received_at: receivedAt,
      };
      return columns.map((column) => cells[column.name]);
    }),
  );
}

/** Those who withdrew are rows too: of them there is nothing but that. */
function participantRow({ row, name, practice, answered }: Rater): TableRow {
  const times = answered.map(({ answer }) => answer.responseTimeMs).sort((a, b) => a - b);
  const last = answered.reduce((latest, { answer }) => Math.max(latest, Date.parse(answer.receivedAt)), 0);
  const cells: Record<string, TableRow[number]> = {
    rater: name,
    simulated: row.simulated ? 1 : 0,
    state: row.state,
    consent_version: row.consentVersion,
    trials: row.trials.length - practice,
    answers: answered.length,
    median_response_time_ms: times.length === 0 ? null : quantile(times, 0.5),
    duration_s: times.length === 0 ? null : (last - row.consentedAt.getTime()) / 1000,
  };
  return PARTICIPANTS.columns.map(({ name: column }) => cells[column]);
}
