import { createRandom } from "#lib/tensor/random.ts";
import { balancedIncompleteBlocks } from "./incomplete-blocks.ts";
import type { Shows } from "./template.ts";
import { williamsDesign } from "./williams-design.ts";

/** What decides which arms stand together in a trial. Arms are indices. */
export interface ConditionDesign {
  readonly shows: Shows;
  /** Whether each arm shows the picture without a map. */
  readonly arms: readonly { readonly plain: boolean }[];
  /** Pictures a trial shows. */
  readonly panels: number;
  /** Null where trials have none. */
  readonly referenceArm: number | null;
}

/**
 * The conditions of a study: ordered sets of arms that a trial shows together, in the order of their places on the screen. Which arms
 * meet: each one alone, every two or more equally often (a balanced incomplete block design), the reference with each of
 * the others, or the picture without a map. In which places: by the sequences of a Williams design, so that every arm is at every place
 * equally often, and of two arms each is on the left as often.
 *
 * Sets come in an order drawn from the seed; the orders of one set follow each other, so that a rater, who meets
 * consecutive conditions, sees an arm on either side.
 */
export function listConditions(design: ConditionDesign, seed: number): number[][] {
  const sets = setsOf(design);
  const order = createRandom(seed)
    .fork("assignment")
    .fork("arms")
    .shuffle(sets.map((_, at) => at));
  return order.flatMap((at) =>
    williamsDesign(sets[at].length).map((places) => places.map((place) => sets[at][place])),
  );
}

/** Which arms a trial may show together, whatever their places. @throws RangeError where there are none */
export function setsOf({ shows, arms, panels, referenceArm }: ConditionDesign): number[][] {
  const all = arms.map((_, arm) => arm);
  const mapped = all.filter((arm) => !arms[arm].plain);
  switch (shows.kind) {
    case "one-arm":
    case "classes":
    case "after-training":
      return all.map((arm) => [arm]);
    case "plain":
      return all.filter((arm) => arms[arm].plain).map((arm) => [arm]);
    case "arms":
      return blocksOf(mapped.length, panels).map((block) => block.map((at) => mapped[at]));
    case "beside-reference": {
      if (referenceArm === null) throw new RangeError("There is no reference arm");
      return mapped.filter((arm) => arm !== referenceArm).map((arm) => [referenceArm, arm]);
    }
  }
}

/** Searching for blocks can take a tenth of a second, and everybody who joins needs them. */
const KNOWN = new Map<string, number[][]>();

function blocksOf(arms: number, panels: number): number[][] {
  const key = `${arms} ${panels}`;
  const blocks = KNOWN.get(key) ?? balancedIncompleteBlocks(arms, panels);
  KNOWN.set(key, blocks);
  return blocks;
}
