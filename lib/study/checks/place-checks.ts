import type { Random } from "#lib/tensor/random.ts";

/** What a trial checks; null for one that is rated. */
export type TrialCheck = "attention" | "repeat";

/** A trial in its place, with the value that an attention check asks for. */
export interface PlacedTrial<Shown> {
  readonly shown: Shown;
  readonly check: TrialCheck | null;
  readonly expected: number | null;
}

interface Placing<Shown> {
  readonly attention: number;
  readonly repeats: number;
  /** What attention checks may ask for. */
  readonly values: readonly number[];
  /** What attention checks show; where there is none, what the trial before them showed. */
  readonly backdrops: readonly Shown[];
}

/**
 * A rater's rated trials with their checks among them; the rated ones keep their order.
 *
 * Repeats: of the first floor(n/2) of n trials as many as asked for, drawn without replacement; the one at place j comes again after
 * the rated trial at j + ceil(n/2), so that half of the session or more lies between. Attention: the trials are cut into as many
 * stretches, and a check follows a trial drawn from each; two checks after one trial stand repeat first.
 *
 * @param random of this rater alone
 * @throws RangeError for more checks than fit: more repeats than floor(n/2), more attention checks than n
 */
export function placeChecks<Shown>(
  rated: readonly Shown[],
  { attention, repeats, values, backdrops }: Placing<Shown>,
  random: Random,
): PlacedTrial<Shown>[] {
  const n = rated.length;
  const half = Math.floor(n / 2);
  if (repeats > half || attention > n || (attention > 0 && values.length === 0))
    throw new RangeError(`No place for ${attention} attention checks and ${repeats} repeats in ${n} trials`);
  const early = Array.from({ length: half }, (_, j) => j);
  const again = new Map(
    random
      .fork("repeats")
      .shuffle(early)
      .slice(0, repeats)
      .map((j) => [j + Math.ceil(n / 2), rated[j]]),
  );
  const draws = random.fork("attention");
  const asked = new Map<number, PlacedTrial<Shown>>();
  for (let i = 0; i < attention; i++) {
    const from = Math.floor((i * n) / attention);
    const after = from + draws.integer(Math.floor(((i + 1) * n) / attention) - from);
    const shown = backdrops.length > 0 ? backdrops[i % backdrops.length] : rated[after];
    asked.set(after, { shown, check: "attention", expected: values[draws.integer(values.length)] });
  }
  return rated.flatMap((shown, at) => {
    const repeated = again.get(at);
    const question = asked.get(at);
    return [
      { shown, check: null, expected: null },
      ...(repeated === undefined ? [] : [{ shown: repeated, check: "repeat" as const, expected: null }]),
      ...(question ? [question] : []),
    ];
  });
}
