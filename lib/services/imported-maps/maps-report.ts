import type { FittingMap, RefusedMap } from "./examine-maps.ts";

/** What an import takes of one method, what it refuses and why. */
export interface MapsReport {
  label: string;
  explains: "for" | "against" | "either";
  /** Maps that fit an image of the run, and images of the run without one. */
  fitting: number;
  missing: number;
  /** How many were refused; the first of them with the reason. */
  refusedCount: number;
  refused: RefusedMap[];
  /** Sizes in cells, the commonest first. */
  shapes: { height: number; width: number; count: number }[];
  /** Over all maps that fit; null without any. */
  range: { low: number; high: number } | null;
  /** Maps with values below 0; maps that are the same everywhere, which no metric can rank. */
  signedCount: number;
  constantCount: number;
}

const SHOWN = 20;

/** Adds up what is found, map by map. */
export function openReport(
  { label, explains }: Pick<MapsReport, "label" | "explains">,
  imageCount: number,
): { add(one: FittingMap | RefusedMap): void; report(): MapsReport } {
  const shapes = new Map<string, MapsReport["shapes"][number]>();
  const refused: RefusedMap[] = [];
  let [fitting, refusedCount, signedCount, constantCount] = [0, 0, 0, 0];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add(one) {
      if ("reason" in one) {
        refusedCount += 1;
        if (refused.length < SHOWN) refused.push(one);
        return;
      }
      const { data, height, width } = one.map;
      const [least, most] = data.reduce(
        ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      );
      fitting += 1;
      low = Math.min(low, least);
      high = Math.max(high, most);
      if (least < 0) signedCount += 1;
      if (least === most) constantCount += 1;
      const shape = shapes.get(`${height} ${width}`) ?? { height, width, count: 0 };
      shapes.set(`${height} ${width}`, { ...shape, count: shape.count + 1 });
    },
    report: () => ({
      label,
      explains,
      fitting,
      missing: imageCount - fitting,
      refusedCount,
      refused,
      shapes: [...shapes.values()].sort((a, b) => b.count - a.count),
      range: fitting > 0 ? { low, high } : null,
      signedCount,
      constantCount,
    }),
  };
}
