import { createRandom } from "#lib/tensor/random.ts";
import { assignTrials } from "./assignment.ts";
import { balancedIncompleteBlocks } from "./incomplete-blocks.ts";

export interface BlockDesign {
  /** Rated images, each shown to a rater in at most one trial. */
  readonly items: number;
  readonly arms: number;
  /** Arms that one trial compares on its image, 2 to `arms`. */
  readonly armsPerTrial: number;
  /** 1 to `items`. */
  readonly trialsPerRater: number;
}

/** One trial that compares some arms on one image; their order is that on the screen. */
export interface BlockTrial {
  readonly item: number;
  readonly arms: readonly number[];
}

/**
 * The trials of one rater in a study that compares a few arms at a time, recomputed from (seed, index) alone. The blocks of a balanced
 * incomplete block design are assigned as arms are (assignTrials): nobody sees an image in two trials, and after as many rounds through
 * the images as there are blocks each image has met each block once, so that every two arms were compared on it equally often. Shown
 * one after the other instead of side by side, the arms of a trial are a study in which people see an image again, as often as meant.
 * Order and places on the screen are random.
 */
export function assignBlocks(design: BlockDesign, seed: number, index: number): BlockTrial[] {
  const { items, arms, armsPerTrial, trialsPerRater } = design;
  const blocks = balancedIncompleteBlocks(arms, armsPerTrial);
  const places = createRandom(seed).fork(`places/${index}`);
  return assignTrials({ items, arms: blocks.length, trialsPerRater }, seed, index).map(({ item, arm }) => ({
    item,
    arms: places.shuffle(blocks[arm]),
  }));
}
