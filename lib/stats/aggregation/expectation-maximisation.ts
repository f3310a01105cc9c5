import type { LabelPosteriors } from "./label-posteriors.ts";
import { type Votes, voteShares } from "./votes.ts";

/** When expectation-maximisation stops. */
export interface Stopping {
  /** Most rounds. */
  rounds?: number;
  /** It stops once no posterior changes by as much; 0 = after all rounds. */
  tolerance?: number;
}

export interface Fit<Model> {
  posteriors: LabelPosteriors;
  /** What the posteriors were weighed by in the last round. */
  model: Model;
  rounds: number;
}

/**
 * Expectation-maximisation (Dempster, Laird and Rubin 1977) of true labels and of how workers answer, from vote shares: a model of
 * the workers given the labels, labels given the model, and so on.
 *
 * @param fitModel the M step; the model of the round before is null in the first @param weighLabels the E step
 */
export function alternate<Model>(
  votes: Votes,
  { rounds = 100, tolerance = 1e-6 }: Stopping,
  fitModel: (posteriors: LabelPosteriors, before: Model | null) => Model,
  weighLabels: (model: Model) => LabelPosteriors,
): Fit<Model> {
  let posteriors = voteShares(votes);
  let model: Model | null = null;
  for (let round = 1; ; round++) {
    model = fitModel(posteriors, model);
    const next = weighLabels(model);
    const change = largestChange(next, posteriors);
    posteriors = next;
    if (round >= rounds || change < tolerance) return { posteriors, model, rounds: round };
  }
}

function largestChange(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
