import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import type { Estimate, Value } from "#lib/stats/estimate.ts";
import type { RegionAgreement } from "#lib/stats/regions/region-agreement.ts";

/** What the general words would leave open here. */
const WORDS: Record<string, string> = {
  no_values: "nothing to compare",
  fewer_than_two_values: "one picture only",
  no_variation: "always the same",
};

/** Why there is no value, in words. */
export const whyNot = (reason: string): string => WORDS[reason] ?? undefinedWords(reason);

const whyNoChance = (reason: string): string =>
  reason === "fewer_than_two_values"
    ? "it takes a second picture that two people drew"
    : "no two people marked anything on different pictures";

/** A number with two decimals, or why there is none. */
export function valueWords(value: Value | Estimate): string {
  return "value" in value ? formatNumber(value.value, 2) : whyNot(value.undefined);
}

/** The interval, or that resampling the images shows none: always the same value is no certainty. */
export function intervalWords(estimate: Estimate): string {
  if (!("value" in estimate)) return "";
  return estimate.low === estimate.high
    ? "no interval: no spread seen"
    : formatInterval(estimate.low, estimate.high, 2);
}

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Whether both saw that something is there. */
export function foundSentence({ found, threshold, images, drawings }: RegionAgreement): string {
  const over = drawings > images ? `Over all ${drawings} pairs of drawings: both` : "Both";
  const counts = `${over} marked ${counted(found.both, "region")}, one alone ${found.onlyA + found.onlyB}. Two regions are the same from IoU ${threshold} on.`;
  if (!("value" in found.chance))
    return `${counts} Chance is not known: ${whyNoChance(found.chance.undefined)}.`;
  const chance = `Drawings of different pictures agree to ${formatNumber(found.chance.value, 2)}`;
  if ("value" in found.corrected) {
    return `${counts} ${chance}; with that taken off it is ${formatNumber(found.corrected.value, 2)} (1 = all, 0 = chance).`;
  }
  return found.corrected.undefined === "no_variation"
    ? `${counts} ${chance}: agreement says nothing here, whatever it is.`
    : `${counts} ${chance}.`;
}

/** Of what both found: whether they named it alike. */
export function classSentence({ class: naming }: RegionAgreement): string {
  if (naming.pairs === 0)
    return "Nothing was marked by both, so there is nothing that they could name alike.";
  const observed = `Of ${counted(naming.pairs, "region")} that both marked, they named a share of ${valueWords(naming.observed)} alike.`;
  return "value" in naming.kappa
    ? `${observed} Cohen's κ, which takes off what the frequencies of the classes give by chance, is ${valueWords(naming.kappa)}.`
    : `${observed} Cohen's κ has no value: both always chose the same one class.`;
}

/** Of what both found: whether it lies in the same place. */
export function placeSentence({ place }: RegionAgreement): string {
  if (place.pairs === 0)
    return "Nothing was marked by both, so there is nothing that could lie in the same place.";
  const mean = `Mean IoU of ${counted(place.pairs, "region")} that both marked.`;
  if (!("value" in place.sigma)) return `${mean} Chance is not known: ${whyNoChance(place.sigma.undefined)}.`;
  return `${mean} The nearest region of the other person overlaps by ${valueWords(place.nearest)}, on another picture by ${valueWords(place.chance)}. σ ${valueWords(place.sigma)}: the share of regions nearer than 95 % of those on other pictures; KS ${valueWords(place.ks)}: how far apart the two distributions are.`;
}
