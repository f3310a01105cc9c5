import type { GivenAnswer } from "./score-answers.ts";

/** Answers that say the same of the same arms, as one of them. */
export interface AlikeAnswers {
  readonly answer: GivenAnswer;
  /** How many. */
  readonly times: number;
}

/** A study's answers by rater, each kind of answer once. */
export interface AnswerTally {
  /** One of each kind. */
  readonly kinds: readonly GivenAnswer[];
  /** Of each rater, in the order of their names: the kinds they gave, with repetition. */
  readonly byRater: readonly Int32Array[];
}

/** Two answers are of a kind where arms, their places, value and detail are the same: image and rater are not in a model of preference. */
export function tallyAnswers(answers: readonly GivenAnswer[]): AnswerTally {
  const kindOf = new Map<string, number>();
  const kinds: GivenAnswer[] = [];
  const given = new Map<string, number[]>();
  for (const answer of answers) {
    const { rater, panels, value, detail } = answer;
    const key = JSON.stringify([panels.map(({ armId }) => armId), value, detail]);
    let kind = kindOf.get(key);
    if (kind === undefined) {
      kind = kinds.push(answer) - 1;
      kindOf.set(key, kind);
    }
    const own = given.get(rater);
    if (own) own.push(kind);
    else given.set(rater, [kind]);
  }
  const byRater = [...given].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => Int32Array.from(own));
  return { kinds, byRater };
}

/** How often each kind was given by these raters, by index and with repetition. */
export function countKinds({ kinds, byRater }: AnswerTally, raters: Iterable<number>): AlikeAnswers[] {
  const times = new Int32Array(kinds.length);
  for (const rater of raters) for (const kind of byRater[rater]) times[kind]++;
  return kinds.map((answer, kind) => ({ answer, times: times[kind] }));
}
