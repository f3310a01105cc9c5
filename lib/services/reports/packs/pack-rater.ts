import { quantile } from "#lib/stats/quantile.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { leftOut } from "#lib/study/left-out.ts";
import { PARTICIPANTS } from "#lib/study/pack/tables.ts";
import { raterRecord } from "#lib/study/rater-record.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { nameRater } from "../../studies/verification/problems.ts";
import type { StoredAnswer, StoredParticipant } from "../../studies/verification/read-participants.ts";
import { checkedAnswers } from "../read-answers.ts";
import type { TableRow } from "./table-files.ts";

/** A rated trial with its answer. */
export interface AnsweredTrial {
  readonly position: number;
  /** By their places on the screen. */
  readonly stimulusIds: readonly string[];
  readonly answer: StoredAnswer;
}

/** A rater with the rated trials that they answered, in order. */
export interface PackRater {
  readonly row: StoredParticipant;
  readonly name: string;
  /** Why they are left out of the primary analysis, parted by semicolons; null for whoever is in it. */
  readonly leftOut: string | null;
  /** Trials of practice. */
  readonly practice: number;
  readonly answered: readonly AnsweredTrial[];
}

/** Tells of a study's raters, by its rules and its plan, who they are in a pack. */
export function openRaters(
  { design, lock }: { design: unknown; lock: { lockedAt: Date } | null },
  { response }: StudyTemplate,
): (row: StoredParticipant) => PackRater {
  const { exclusions } = StudyDesign.parse(design);
  return (row) => {
    const answered: AnsweredTrial[] = [];
    let practice = 0;
    for (const { position, practice: isPractice, check, stimulusIds, answer } of row.trials)
      if (isPractice) practice++;
      else if (answer && check === null) answered.push({ position, stimulusIds, answer });
    const reasons = leftOut(exclusions, {
      pilot: !row.simulated && lock !== null && row.consentedAt < lock.lockedAt,
      record: raterRecord(response, row.trialCount, checkedAnswers(row.trials)),
    });
    return {
      row,
      name: nameRater(row.index),
      leftOut: reasons.length === 0 ? null : reasons.map(({ rule }) => rule).join(";"),
      practice,
      answered,
    };
  };
}

/** Those who withdrew are rows too: of them there is nothing but that. */
export function participantRow({ row, name, answered }: PackRater): TableRow {
  const times = answered.map(({ answer }) => answer.responseTimeMs).sort((a, b) => a - b);
  const last = answered.reduce((latest, { answer }) => Math.max(latest, Date.parse(answer.receivedAt)), 0);
  const cells: Record<string, TableRow[number]> = {
    rater: name,
    simulated: row.simulated ? 1 : 0,
    state: row.state,
    consent_version: row.consentVersion,
    trials: row.trials.filter(({ practice, check }) => !practice && check === null).length,
    answers: answered.length,
    median_response_time_ms: times.length === 0 ? null : quantile(times, 0.5),
    duration_s: times.length === 0 ? null : (last - row.consentedAt.getTime()) / 1000,
  };
  return PARTICIPANTS.columns.map(({ name: column }) => cells[column]);
}
