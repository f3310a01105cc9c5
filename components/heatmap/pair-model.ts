import type { MapConfidence } from "./map-caution.ts";
import type { MapNumbers } from "./map-numbers.ts";

/** One map of one class, with what the caption says of it. */
export interface PairMapView extends MapNumbers {
  /** Mean of the map after min-max, in [0, 1]; null until scored. */
  area: number | null;
  /** Share of the map's mass inside the object's box; null where it was not judged. */
  inside: number | null;
}

/** `attention`: where the slot looks. `additive`: what each cell adds to the logit. */
export type SlotMapKind = "attention" | "additive";

/** What one of the two models says: a logit and perhaps maps for every class. */
export interface PairSideView {
  modelName: string;
  logits: readonly number[] | null;
  /** By class index. */
  confidence: readonly MapConfidence[];
  maps: Readonly<Record<SlotMapKind, Readonly<Record<number, PairMapView>>>>;
}

export function sumOfCells({ data }: MapNumbers): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum;
}

/** Whether a map's cells add up to the logit, or to minus it (evidence against), to the precision of float32 sums. */
export function addsUp(map: MapNumbers, logit: number): boolean {
  return Math.abs(Math.abs(sumOfCells(map)) - Math.abs(logit)) <= 1e-3 * Math.max(1, Math.abs(logit));
}

/** The classes ordered by the first model's logits, strongest first; by index until there are any. */
export function strongestFirst(classCount: number, logits: readonly number[] | null): number[] {
  const order = Array.from({ length: classCount }, (_, index) => index);
  return logits ? order.sort((a, b) => logits[b] - logits[a] || a - b) : order;
}
