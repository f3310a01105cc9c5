import type { Reliability } from "#components/playground/playground-data.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import type { Picture } from "../explain/find-pictures.ts";

/** Pictures decoded and answered at once. */
const GROUP = 16;

/**
 * How often a model is right about labelled pictures, class by class; null where none is of a class that it knows.
 * @param on what the pictures are, for people
 */
export async function measureReliability(
  model: ModelView,
  pictures: readonly Picture[],
  on: string,
): Promise<Reliability | null> {
  const { classNames, inputSize, normalisation } = model;
  const known = pictures.flatMap((picture) => {
    const truth = classNames.indexOf(picture.className ?? "");
    return truth < 0 ? [] : [{ picture, truth }];
  });
  const perClass = classNames.map(() => ({ images: 0, correct: 0 }));
  for (let from = 0; from < known.length; from += GROUP) {
    const group = known.slice(from, from + GROUP);
    const images = await Promise.all(group.map(({ picture }) => picture.read()));
    const logits = await model.predict(toModelInput(images, { size: inputSize, ...normalisation }));
    for (const [i, { truth }] of group.entries()) {
      const row = logits.subarray(i * classNames.length, (i + 1) * classNames.length);
      perClass[truth].images++;
      if (row.indexOf(Math.max(...row)) === truth) perClass[truth].correct++;
    }
  }
  if (known.length === 0) return null;
  const correct = perClass.reduce((sum, one) => sum + one.correct, 0);
  return {
    on,
    images: known.length,
    correct,
    perClass: perClass.map((one) => (one.images > 0 ? one : null)),
  };
}
