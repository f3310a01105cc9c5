import { type LabelPosteriors, likeliestLabels } from "./label-posteriors.ts";
import { type Votes, voteShares } from "./votes.ts";

export interface MajorityVote {
  shares: LabelPosteriors;
  /** Of each task, the labels with most answers; more than one = a tie. */
  labels: number[][];
}

/** The label that most workers gave, every worker weighing the same. */
export function majorityVote(votes: Votes): MajorityVote {
  const shares = voteShares(votes);
  return { shares, labels: likeliestLabels(shares, votes.labels) };
}
