import type { Random } from "#lib/tensor/random.ts";

/** Pictures that a rater learns from unless the study says otherwise: three sets of five, as in Colin et al. (2022). */
const TRAINING = 15;
/** Images of practice that is no training. */
export const MOST_PRACTICE = 8;
/** More tire people out before they are tested. */
export const MOST_TRAINING = 40;
/** Each is offered by its name and has a key of its own: 1 to 9, and 0. */
export const MOST_CLASSES = 10;

/** How many of so many images people learn from when nobody has said: no more than are left to test them on. */
export const defaultTraining = (images: number): number => Math.min(TRAINING, Math.floor(images / 2));

/**
 * So many images to learn from, of the computer's answers in turn, so that each answer is met as often as the others or nearly, as far as there
 * are images; in an order drawn anew.
 * @param imageIds in the order in which they are to be preferred @param answerOf the class that the computer names
 */
export function chooseTraining(
  imageIds: readonly string[],
  answerOf: (imageId: string) => string,
  count: number,
  random: Random,
): string[] {
  const seen = new Map<string, number>();
  const ranked = imageIds.map((id, place) => {
    const answer = answerOf(id);
    const turn = seen.get(answer) ?? 0;
    seen.set(answer, turn + 1);
    return { id, turn, place };
  });
  ranked.sort((a, b) => a.turn - b.turn || a.place - b.place);
  return random.shuffle(ranked.slice(0, count).map(({ id }) => id));
}
