import { createRandom } from "#lib/tensor/random.ts";

/**
 * The maps of several classes in the order of their places on the screen, drawn for each rater and image whatever the arm.
 * @param maps in the order of the item's classes @param item index of the image among those rated
 */
export function placeClasses<T>(maps: readonly T[], seed: number, index: number, item: number): T[] {
  return createRandom(seed).fork("class places").fork(`${index} ${item}`).shuffle(maps);
}
