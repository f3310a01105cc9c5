import { softmax } from "#lib/explain/softmax.ts";

/** What one model answers on an image. */
export interface ModelAnswer {
  readonly classNames: readonly string[];
  /** [classes], in the order of the names. */
  readonly logits: Float32Array;
}

/**
 * The class that all models answer, and after it the `count` - 1 others that are likeliest by the mean of the models' softmax, among
 * the classes that all of them know. Ties go to the class that the first model has first.
 * @returns null where the models answer differently
 * @throws RangeError where fewer classes than `count` are known to all
 */
export function likelyClasses(models: readonly ModelAnswer[], count: number): string[] | null {
  const known = knownToAll(models.map(({ classNames }) => classNames));
  if (known.length < count) throw new RangeError(`${known.length} classes are fewer than ${count}`);
  const [answer, ...others] = new Set(models.map(({ classNames, logits }) => classNames[highest(logits)]));
  if (others.length > 0) return null;
  const probabilities = models.map(({ classNames, logits }) => {
    const own = softmax(logits);
    return new Map(classNames.map((name, at) => [name, own[at]]));
  });
  const likely = (name: string) => probabilities.reduce((sum, own) => sum + own.get(name)!, 0);
  const next = known.filter((name) => name !== answer).sort((a, b) => likely(b) - likely(a));
  return [answer, ...next.slice(0, count - 1)];
}

/** In the order of the first list. */
export const knownToAll = ([first, ...rest]: readonly (readonly string[])[]): string[] =>
  first.filter((name) => rest.every((names) => names.includes(name)));

const highest = (logits: Float32Array): number =>
  logits.indexOf(logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
