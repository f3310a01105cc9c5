import { canonicalJson } from "../canonical-json.ts";
import type { TrialCheck } from "../checks/place-checks.ts";
import type { GivenResponse } from "../template.ts";

/** What one rater gave and heard, and what is stored of it. */
export interface DeliveredSession {
  /** By trial. */
  readonly given: ReadonlyMap<string, GivenResponse>;
  /** Trials whose answer the site said it has. */
  readonly accepted: ReadonlySet<string>;
  readonly refused: readonly string[];
  /** Null where nobody with this rater's token joined. */
  readonly stored: {
    readonly answerCount: number;
    readonly answers: readonly (GivenResponse & {
      readonly trialId: string;
      readonly practice: boolean;
      readonly check: TrialCheck | null;
    })[];
  } | null;
}

/** Whether every answer arrived once. */
export interface DeliveryCheck {
  /** Answers that raters gave. */
  readonly given: number;
  /** Answers the site said it has. */
  readonly accepted: number;
  readonly stored: number;
  /** Accepted, and not stored as they were given. */
  readonly lost: number;
  /** Stored although nobody gave them, or counted more or less often than they are stored. */
  readonly duplicated: number;
  readonly refused: number;
}

/** Compares what raters gave with what is stored, answer by answer. */
export function checkDelivery(sessions: readonly DeliveredSession[]): DeliveryCheck {
  const sum = (of: (session: DeliveredSession) => number) =>
    sessions.reduce((total, session) => total + of(session), 0);
  return {
    given: sum(({ given }) => given.size),
    accepted: sum(({ accepted }) => accepted.size),
    stored: sum(({ stored }) => stored?.answers.length ?? 0),
    lost: sum(countLost),
    duplicated: sum(countDuplicated),
    refused: sum(({ refused }) => refused.length),
  };
}

function countLost({ given, accepted, stored }: DeliveredSession): number {
  const kept = new Map(stored?.answers.map((answer) => [answer.trialId, textOf(answer)]));
  return [...accepted].filter((trialId) => kept.get(trialId) !== textOf(given.get(trialId))).length;
}

/** What makes two answers the same; null for none, which is like no other. */
function textOf(answer: GivenResponse | undefined): string | null {
  return answer ? canonicalJson([answer.value, answer.detail]) : null;
}

function countDuplicated({ given, stored }: DeliveredSession): number {
  if (!stored) return 0;
  const unasked = stored.answers.filter(({ trialId }) => !given.has(trialId)).length;
  const repeated = stored.answers.length - new Set(stored.answers.map(({ trialId }) => trialId)).size;
  const rated = stored.answers.filter(({ practice, check }) => !practice && check === null).length;
  return unasked + repeated + Math.abs(stored.answerCount - rated);
}
