import { formatPercent } from "#components/figures/format-number.ts";
import { softmax } from "#lib/explain/softmax.ts";
import type { PlaygroundModel } from "./playground-data.ts";

/** Below this the best guess is more likely wrong than right by the model's own word. */
const UNSURE = 0.5;
/** Two classes closer than this are a toss-up. */
const CLOSE = 0.15;
/** A class of which fewer are known than this is not known well. */
const POORLY_KNOWN = 0.7;
/** Fewer labelled pictures tell nothing of a class. */
const ENOUGH = 5;

interface Answer {
  model: PlaygroundModel;
  logits: readonly number[];
}

const strongest = (values: ArrayLike<number>) =>
  Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a] || a - b);

/** What a person should know before believing a prediction; empty where nothing speaks against it. */
export function listCautions({ model, logits }: Answer, other: Answer | null): string[] {
  const probabilities = softmax(logits);
  const [best, second] = strongest(probabilities);
  const names = model.classNames;
  const cautions: string[] = [];
  if (probabilities[best] < UNSURE) {
    cautions.push(
      `The model is not sure: its best guess, ${names[best]}, has ${formatPercent(probabilities[best])}.`,
    );
  } else if (probabilities[best] - probabilities[second] < CLOSE) {
    cautions.push(`It is a close call between ${names[best]} and ${names[second]}.`);
  }
  const known = model.reliability?.perClass[best];
  if (known && known.images >= ENOUGH && known.correct < POORLY_KNOWN * known.images) {
    cautions.push(
      `This model does not know ${names[best]} well: of ${known.images} labelled pictures it got ${known.correct} right.`,
    );
  }
  if (other) {
    const [favourite] = strongest(other.logits);
    if (favourite !== best) {
      cautions.push(
        `${other.model.name} disagrees: it finds least against ${names[favourite]}, not ${names[best]}.`,
      );
    }
  }
  return cautions;
}
