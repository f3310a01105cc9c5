/**
 * What becomes of a submission on Prolific (API reference, Submissions): each state's rank in the order in which they
 * follow each other, and whether it gives the person's place in the study to somebody else. Within one rank the newer
 * word counts: a submission that timed out can still be handed in, a rejection can be taken back.
 */
const STATES = {
  RESERVED: { rank: 0, releases: false },
  ACTIVE: { rank: 1, releases: false },
  "TIMED-OUT": { rank: 2, releases: true },
  "AWAITING REVIEW": { rank: 2, releases: false },
  RETURNED: { rank: 2, releases: true },
  "SCREENED OUT": { rank: 3, releases: true },
  "PARTIALLY APPROVED": { rank: 3, releases: false },
  APPROVED: { rank: 3, releases: false },
  REJECTED: { rank: 3, releases: true },
} as const;

export type SubmissionState = keyof typeof STATES;

/** After these nothing follows by itself: no need to ask again. */
const SETTLED: readonly SubmissionState[] = ["RETURNED", "SCREENED OUT", "APPROVED", "REJECTED"];

/** A state and when the platform said it. */
export interface StatedAt {
  readonly state: SubmissionState;
  readonly at: Date;
}

/** Reads a status as the platform writes it, with a space, a hyphen or an underscore; null for an unknown one. */
export function readSubmissionState(status: string): SubmissionState | null {
  const plain = (text: string) => text.toUpperCase().replaceAll(/[ _-]/g, " ");
  const known = Object.keys(STATES) as SubmissionState[];
  return known.find((state) => plain(state) === plain(status)) ?? null;
}

/** Whether the news changes anything: a later state, or another of the same rank that was said later. */
export function movesOn(known: StatedAt | null, news: StatedAt): boolean {
  if (known === null) return true;
  const ahead = STATES[news.state].rank - STATES[known.state].rank;
  return ahead > 0 || (ahead === 0 && news.state !== known.state && news.at > known.at);
}

export const releasesPlace = (state: SubmissionState): boolean => STATES[state].releases;
export const isSettled = (state: SubmissionState): boolean => SETTLED.includes(state);
