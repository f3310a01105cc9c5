import type { PairSideView, SlotMapKind } from "#components/heatmap/pair-model.ts";
import type { Box } from "#lib/imaging/box.ts";
import { maskBounds, type RegionShape, rasteriseRegions, type Size } from "#lib/imaging/region.ts";
import type { Pair, PairMap, PairSide } from "#lib/services/explanations/get-pair.ts";
import { measureMap } from "./measure-map.ts";

/** Figures of the saliency maps need four digits at most; fewer bytes travel. */
const rounded = (value: number) => Number(value.toPrecision(5));

/** Scores where the map was scored; otherwise the same two measures, taken now. */
function mapView({ height, width, cells, scores }: PairMap, box: Box | null, side: number) {
  const map = { height, width, data: Float32Array.from(cells) };
  const measured = scores.area === undefined ? measureMap(map, box, side) : null;
  return {
    height,
    width,
    data: cells.map(rounded),
    area: scores.area ?? measured?.area ?? null,
    inside: scores["precision-box"] ?? measured?.inside ?? null,
  };
}

/** The box around all regions of the image, in pixels of the model's input. */
function boxAt(regions: readonly RegionShape[], image: Size, side: number): Box | null {
  const bounds = maskBounds(rasteriseRegions(regions, image));
  if (!bounds) return null;
  const [x, y] = [side / image.width, side / image.height];
  return { x: bounds.x * x, y: bounds.y * y, width: bounds.width * x, height: bounds.height * y };
}

export function sideView(
  side: PairSide | null,
  regions: readonly RegionShape[],
  image: Size,
): PairSideView | null {
  if (!side) return null;
  const box = boxAt(regions, image, side.inputSize);
  const views = (maps: Record<number, PairMap>) =>
    Object.fromEntries(
      Object.entries(maps).map(([index, map]) => [index, mapView(map, box, side.inputSize)]),
    );
  return {
    modelName: side.modelName,
    logits: side.logits,
    confidence: side.confidence,
    maps: { attention: views(side.maps.attention), additive: views(side.maps.additive) },
  };
}

interface Choice {
  why: number;
  whyNot: number;
  mapKind: SlotMapKind;
}

interface Wish {
  why?: string;
  whynot?: string;
  map?: string;
}

const strongest = (logits: readonly number[]) => logits.indexOf(Math.max(...logits));

/**
 * The pair to open with: what was asked for; else the predicted class and a class it was not (the one with most
 * evidence against it), both among those that have a map already, so that there is something to see.
 */
export function firstChoice({ plus, minus }: Pair, truth: string | null, wish: Wish): Choice {
  const names = plus?.classNames ?? minus?.classNames ?? [];
  const asked = (text: string | undefined) => {
    const index = Number(text);
    return text !== undefined && Number.isInteger(index) && index >= 0 && index < names.length ? index : null;
  };
  const mapKind = wish.map === "additive" ? "additive" : "attention";
  const predicted = plus?.logits ? strongest(plus.logits) : Math.max(0, names.indexOf(truth ?? ""));
  const made = (side: PairSide | null) => Object.keys(side?.maps[mapKind] ?? {}).map(Number);
  const madeFor = made(plus);
  const why =
    asked(wish.why) ?? (madeFor.length === 0 || madeFor.includes(predicted) ? predicted : madeFor[0]);
  const madeAgainst = made(minus);
  const candidates = madeAgainst.length > 0 ? madeAgainst : names.map((_, index) => index);
  const others = candidates.filter((index) => index !== why);
  const logits = minus?.logits;
  const against = logits ? others.sort((a, b) => logits[a] - logits[b]) : others;
  return { why, whyNot: asked(wish.whynot) ?? against[0] ?? 0, mapKind };
}
