import { createRandom } from "#lib/tensor/random.ts";
import type { AssignedTrial } from "./assignment.ts";
import { williamsDesign } from "./williams-design.ts";

/**
 * One rater's trials in an order in which what came before favours no arm: the arms come in passes, each pass a sequence of a Williams
 * design of the arms. Raters take consecutive sequences of it, as many as they have passes, so that over raters every arm is at every
 * position of a pass, and directly after every other arm within a pass, equally often, or once more than others where raters do
 * not fill the design. Between passes arms meet as it falls. An arm that has no trial left is skipped. Which image of an arm comes
 * first is random.
 *
 * @param index of the rater, any integer @param seed of the study
 */
export function carryOverOrder(
  trials: readonly AssignedTrial[],
  arms: number,
  seed: number,
  index: number,
): AssignedTrial[] {
  const random = createRandom(seed).fork("carry-over");
  const sequences = random.shuffle(williamsDesign(arms));
  const shuffled = random.fork(index).shuffle(trials);
  const left = Array.from({ length: arms }, (_, arm) => shuffled.filter((trial) => trial.arm === arm));
  const order: AssignedTrial[] = [];
  const first = index * Math.ceil(trials.length / arms);
  for (let pass = first; order.length < trials.length; pass++) {
    const sequence = sequences[((pass % sequences.length) + sequences.length) % sequences.length];
    for (const arm of sequence) order.push(...left[arm].splice(0, 1));
  }
  return order;
}
