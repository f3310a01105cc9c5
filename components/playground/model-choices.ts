import type { PlaygroundModel } from "./playground-data.ts";

/** What is picked at once: one model, or a SCOUTER+ and a SCOUTER− that know the same classes. */
export interface ModelChoice {
  id: string;
  label: string;
  /** The first one's answer is the prediction. */
  models: readonly PlaygroundModel[];
}

const knowsTheSame = (a: PlaygroundModel, b: PlaygroundModel) =>
  a.classNames.length === b.classNames.length && a.classNames.every((name, i) => name === b.classNames[i]);

/** How much of the network two models share in shape, for the choice among several partners. */
const likeness = (a: PlaygroundModel, b: PlaygroundModel) =>
  2 * Number(a.backbone === b.backbone) + Number(a.inputSize === b.inputSize);

const choiceOf = (...models: PlaygroundModel[]): ModelChoice => ({
  id: models.map(({ id }) => id).join(" "),
  label: models.map(({ name }) => name).join(" and "),
  models,
});

/**
 * Pairs first: each SCOUTER+ with the SCOUTER− of the same classes that is most like it and has no partner yet, among equals the
 * one listed first. Then the others, in their order.
 */
export function listChoices(models: readonly PlaygroundModel[]): ModelChoice[] {
  const minus = models.filter(({ kind }) => kind === "scouter-");
  const taken = new Set<PlaygroundModel>();
  const [pairs, singles]: [ModelChoice[], ModelChoice[]] = [[], []];
  for (const plus of models.filter(({ kind }) => kind === "scouter+")) {
    const free = minus.filter((one) => !taken.has(one) && knowsTheSame(plus, one));
    const partner = free.reduce<PlaygroundModel | null>(
      (best, one) => (best === null || likeness(plus, one) > likeness(plus, best) ? one : best),
      null,
    );
    if (!partner) continue;
    taken.add(plus).add(partner);
    pairs.push(choiceOf(plus, partner));
  }
  for (const model of models) if (!taken.has(model)) singles.push(choiceOf(model));
  return [...pairs, ...singles];
}
