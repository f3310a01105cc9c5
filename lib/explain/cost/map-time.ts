import { workOf } from "./passes.ts";
import type { MeasuredArm, Speeds } from "./speeds.ts";

/** Where the time of a map is from. */
export type TimeBasis =
  /** Maps of the same method, model and options. */
  | { kind: "maps"; maps: number }
  /** Maps of the same method and model with other options, in proportion to the passes. */
  | { kind: "other-options"; maps: number }
  /** The speed of a pass of this model, ms. */
  | { kind: "passes"; forwardMs: number; backwardMs: number | null };

export interface MapTime {
  ms: number;
  basis: TimeBasis;
}

/** What a map of this arm takes by what was measured; null where nothing of the kind was. */
export function timeOfMap(
  wish: Pick<MeasuredArm, "explainerId" | "modelId" | "options" | "passes">,
  { arms, models }: Speeds,
): MapTime | null {
  const alike = arms.filter(
    (arm) => arm.maps > 0 && arm.explainerId === wish.explainerId && arm.modelId === wish.modelId,
  );
  const key = canonical(wish.options);
  const same = alike.filter((arm) => canonical(arm.options) === key);
  const isSame = same.length > 0;
  const measured = isSame ? same : alike;
  if (measured.length > 0) {
    const maps = measured.reduce((sum, arm) => sum + arm.maps, 0);
    const scale = (arm: MeasuredArm) => (isSame ? 1 : workOf(wish.passes) / Math.max(1, workOf(arm.passes)));
    const ms = measured.reduce((sum, arm) => sum + arm.mapMs * arm.maps * scale(arm), 0) / maps;
    return { ms, basis: { kind: isSame ? "maps" : "other-options", maps } };
  }
  const { forwards, backwards, heads } = wish.passes;
  const { forwardMs, backwardMs } = models.get(wish.modelId) ?? { forwardMs: null, backwardMs: null };
  if (forwardMs === null || heads > 0 || (backwards > 0 && backwardMs === null)) return null;
  return {
    ms: forwards * forwardMs + backwards * (backwardMs ?? 0),
    basis: { kind: "passes", forwardMs, backwardMs: backwards > 0 ? backwardMs : null },
  };
}

/** The same text for the same options, whatever the order of their names. */
function canonical(options: unknown): string {
  return JSON.stringify(Object.entries((options ?? {}) as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
