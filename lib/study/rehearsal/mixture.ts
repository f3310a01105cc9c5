import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { Random } from "#lib/tensor/random.ts";
import { BEHAVIOUR_IDS, type BehaviourId } from "./behaviours/registry.ts";

/** Share of the raters who behave in each way, in (0, 1]; they sum to 1. */
export type Mixture = ReadonlyMap<BehaviourId, number>;

/** Shares are written with few digits: 3 x 0.333 is meant to be all of them. */
const SUM_TOLERANCE = 0.002;

const PRESETS = {
  careful: "careful=1",
  crowd:
    "careful=0.6,biased=0.1,drifting=0.05,random-clicker=0.05,speeder=0.05,straight-liner=0.05,dropout=0.05,flaky-network=0.05",
  careless: "careful=0.4,random-clicker=0.3,speeder=0.1,straight-liner=0.1,dropout=0.1",
} as const;

/** Mixtures by name, and what a person reads of them. */
export const MixtureName = z.enum(Object.keys(PRESETS) as [keyof typeof PRESETS]);
export type MixtureName = z.infer<typeof MixtureName>;
export const MIXTURE_WORDS: Readonly<Record<MixtureName, string>> = {
  careful: "all careful",
  crowd: "an ordinary crowd",
  careless: "mostly careless",
};

/**
 * Reads "careful=0.7,random-clicker=0.3", or the name of a mixture.
 * @throws AppError `invalid` for an unknown way, one that comes twice, or shares that are not above 0 or do not sum to 1
 */
export function parseMixture(text: string): Mixture {
  const shares = new Map<BehaviourId, number>();
  const written = Object.hasOwn(PRESETS, text) ? PRESETS[text as MixtureName] : text;
  for (const part of written.split(",")) {
    const [name, share, ...rest] = part.split("=").map((one) => one.trim());
    const id = BEHAVIOUR_IDS.find((known) => known === name);
    if (!id || rest.length > 0)
      throw fault(`"${part}" is no share of a way to take part. Ways: ${BEHAVIOUR_IDS.join(", ")}.`);
    if (shares.has(id)) throw fault(`"${id}" is there twice.`);
    if (!(Number(share) > 0)) throw fault(`The share of "${id}" is a number above 0, such as ${id}=0.5.`);
    shares.set(id, Number(share));
  }
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE)
    throw fault(`The shares sum to ${Number(sum.toFixed(4))}, not to 1.`);
  return new Map([...shares].map(([id, share]) => [id, share / sum]));
}

const fault = (what: string) =>
  new AppError(
    "invalid",
    `${what} A mixture is one of ${Object.keys(PRESETS).join(", ")}, or like careful=0.7,random-clicker=0.3.`,
  );

/** The mixture as `parseMixture` reads it. */
export function formatMixture(mixture: Mixture): string {
  return [...mixture].map(([id, share]) => `${id}=${Number(share.toFixed(4))}`).join(",");
}

/**
 * Who behaves how: `count` ways in random order, each as often as its share says, by the method of largest remainders
 * (what is left over goes to the largest fractions, ties in the mixture's order). No count is off its quota by 1 or more.
 */
export function drawBehaviours(mixture: Mixture, count: number, random: Random): BehaviourId[] {
  const quotas = [...mixture].map(([id, share]) => {
    const quota = share * count;
    // 0.1 x 30 is 3.0000000000000004 in floating point, and 0.7 x 10 might be 6.999...: neither has a remainder.
    const whole = Math.floor(quota + 1e-9);
    return { id, whole, remainder: quota - whole };
  });
  const left = count - quotas.reduce((sum, { whole }) => sum + whole, 0);
  const luckiest = new Set([...quotas].sort((a, b) => b.remainder - a.remainder).slice(0, left));
  const ways = quotas.flatMap((quota) =>
    Array.from({ length: quota.whole + (luckiest.has(quota) ? 1 : 0) }, () => quota.id),
  );
  return random.shuffle(ways);
}
