import { STUDY_EVENTS, type StudyEventData, type StudyEventKind } from "../study-event.ts";
import { type AnswerClaims, openAnswerClaims } from "./answer-claims.ts";
import { nameRater, type Problems } from "./problems.ts";
import type { ReadEvent } from "./read-events.ts";

/** What a study's events say should be in the other tables. */
export interface Claims {
  created?: StudyEventData<"created">;
  prepared?: StudyEventData<"prepared">;
  locked?: StudyEventData<"locked"> & { at: Date };
  state: "preparing" | "open" | "closed";
  /** By the index of the participant. */
  joined: Map<number, StudyEventData<"joined"> & { afterLock: boolean }>;
  completed: Set<number>;
  withdrawn: Set<number>;
  screened: Set<number>;
  /** Digests of tries at the quiz, by participant, in their order. */
  quizzed: Map<number, string[]>;
  answered: AnswerClaims;
}

/** @param expected about how many answers there will be */
export const noClaims = (expected: number): Claims => ({
  state: "preparing",
  joined: new Map(),
  completed: new Set(),
  withdrawn: new Set(),
  screened: new Set(),
  quizzed: new Map(),
  answered: openAnswerClaims(expected),
});

type Note = {
  [Kind in StudyEventKind]: (claims: Claims, data: StudyEventData<Kind>, at: Date) => string | undefined;
};

/** How each kind changes what is claimed; gives back what an honest log never says. */
const NOTES: Note = {
  created: (claims, data) => {
    const twice = claims.created && "the study is created twice";
    claims.created ??= data;
    return twice;
  },
  prepared: (claims, data) => {
    const twice = claims.prepared && "the pictures are drawn twice";
    claims.prepared ??= data;
    return twice;
  },
  locked: (claims, data, at) => {
    const twice = claims.locked && "the plan is locked twice";
    claims.locked ??= { ...data, at };
    return twice;
  },
  opened: (claims) => {
    claims.state = "open";
    return undefined;
  },
  closed: (claims) => {
    claims.state = "closed";
    return undefined;
  },
  joined: ({ joined, locked }, data) => {
    if (joined.has(data.participant)) return `${nameRater(data.participant)} joins twice`;
    joined.set(data.participant, { ...data, afterLock: locked !== undefined });
    return undefined;
  },
  answered: ({ answered }, data) =>
    answered.add(data) ? undefined : `trial ${data.trial} is answered twice`,
  quizzed: ({ quizzed }, { participant, attempt, digest }) => {
    const own = quizzed.get(participant) ?? [];
    if (attempt !== own.length + 1)
      return `${nameRater(participant)} takes try ${attempt} at the quiz out of turn`;
    quizzed.set(participant, [...own, digest]);
    return undefined;
  },
  screened: ({ screened }, { participant }) => {
    screened.add(participant);
    return undefined;
  },
  completed: ({ completed }, { participant }) => {
    completed.add(participant);
    return undefined;
  },
  withdrawn: ({ withdrawn }, { participant }) => {
    withdrawn.add(participant);
    return undefined;
  },
  erased: () => undefined,
  exported: () => undefined,
};

/** Adds what one event claims. */
export function noteEvent<Kind extends StudyEventKind>(
  claims: Claims,
  { kind, said, at, sequence }: ReadEvent & { kind: Kind },
  problems: Problems,
): void {
  const parsed = STUDY_EVENTS[kind].safeParse(said);
  const fault = parsed.success
    ? NOTES[kind](claims, parsed.data as StudyEventData<Kind>, new Date(at))
    : `it does not say what a "${kind}" event says`;
  if (fault) problems.add("event", `Event ${sequence}: ${fault}.`);
}
