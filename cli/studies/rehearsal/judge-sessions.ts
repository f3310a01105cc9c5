import type { StoredSession } from "#lib/services/studies/rehearsal/find-sessions.ts";
import type { MeasuredPanel } from "#lib/services/studies/rehearsal/measure-panels.ts";
import {
  brokenRules,
  type ExclusionRuleId,
  type ExclusionRules,
} from "#lib/study/exclusions/exclusion-rules.ts";
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
  { panels, exclusions }: { panels: ReadonlyMap<string, MeasuredPanel>; exclusions: ExclusionRules },
): RehearsedRecord[] {
  return sessions.map((session, i) => {
    const stored = found.get(session.token) ?? null;
    const rated = stored?.answers.filter(({ practice }) => !practice) ?? [];
    const broken = brokenRules(exclusions, { trials: session.ratedTrials, answers: rated });
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
