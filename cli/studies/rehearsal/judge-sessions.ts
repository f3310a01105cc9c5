import type { StoredSession } from "#lib/services/studies/rehearsal/find-sessions.ts";
import type { RehearsalMaterial } from "#lib/services/studies/rehearsal/load-rehearsal.ts";
import { brokenRules, type ExclusionRuleId } from "#lib/study/exclusions/exclusion-rules.ts";
import { raterRecord } from "#lib/study/rater-record.ts";
import type { GivenAnswer } from "#lib/study/score-answers.ts";
import type { SessionRecord } from "./take-part.ts";

/** A rater's session beside what is stored of it. */
export interface RehearsedRecord {
  readonly session: SessionRecord;
  readonly stored: StoredSession | null;
  /** Rules by which the rater is left out; none for who did not rate anything. */
  readonly broken: readonly ExclusionRuleId[];
  /** What the analysis is given of them, as it is stored: practice aside. */
  readonly answers: readonly GivenAnswer[];
}

/** Puts what is stored beside each session, with the rules' verdict on it. */
export function judgeSessions(
  sessions: readonly SessionRecord[],
  found: ReadonlyMap<string, StoredSession>,
  { study, task, panels, exclusions }: Pick<RehearsalMaterial, "study" | "task" | "panels" | "exclusions">,
): RehearsedRecord[] {
  return sessions.map((session, i) => {
    const stored = found.get(session.token) ?? null;
    const given = stored?.answers.filter(({ practice }) => !practice) ?? [];
    const rated = given.filter(({ check }) => check === null);
    const broken = brokenRules(exclusions, raterRecord(task.response, study.trialsPerRater, given));
    const stimuli = new Map(session.answers.map(({ trial }) => [trial.id, trial.stimuli]));
    return {
      session,
      stored,
      broken: rated.length === 0 ? [] : broken.map(({ rule }) => rule),
      answers: rated.flatMap(({ trialId, value, detail }) => {
        const shown = stimuli.get(trialId)?.map((id) => panels.get(id)!);
        return shown ? [{ rater: `r${i}`, itemId: shown[0].itemId, panels: shown, value, detail }] : [];
      }),
    };
  });
}
