import type { Random } from "#lib/tensor/random.ts";
import type { Value } from "../estimate.ts";
import { groupBy } from "../group-by.ts";
import type { DrawnRegion } from "./drawn-region.ts";
import { matchRegions } from "./match-regions.ts";
import { type DoubleDrawing, type RegionAgreement, regionAgreement } from "./region-agreement.ts";

/** What some people drew on one picture, each by themselves. */
export interface PictureDrawings {
  picture: string;
  drawings: readonly { person: string; regions: readonly DrawnRegion[] }[];
}

/** How far the drawings of one picture agree, over all pairs of people who drew it. */
export interface PictureAgreement {
  picture: string;
  people: number;
  /** Undefined `no_values` where nobody drew anything: then there is nothing to disagree on. */
  found: Value;
  /** Share of the regions both found that both named alike. */
  named: Value;
  /** Mean IoU of the regions both found. */
  place: Value;
}

export interface RoundAgreement {
  /** Over all pairs of people; null where no picture has two drawings. */
  overall: RegionAgreement | null;
  /** Each two people with pictures in common. */
  pairs: { a: string; b: string; agreement: RegionAgreement }[];
  /** Pictures with two drawings or more, those with least agreement first. */
  pictures: PictureAgreement[];
}

/** Least IoU of two regions that count as the same. */
const THRESHOLD = 0.5;

/**
 * Agreement of people who drew pictures independently: of each two, over all pairs, and picture by picture. In a pair, "a" is the
 * person whose name comes first; F1, IoU and KS do not depend on it. Over all pairs a picture's pairs are resampled together
 * (see `regionAgreement`), so the intervals are those of pictures.
 */
export function roundAgreement(
  pictures: readonly PictureDrawings[],
  { random }: { random: Random },
): RoundAgreement {
  const all = pictures.flatMap(pairsOf);
  const byPair = groupBy(all, ({ between }) => between.join(" "));
  const pairs = [...byPair].sort(([x], [y]) => (x < y ? -1 : 1));
  return {
    overall:
      all.length > 0 ? regionAgreement(all, { random: random.fork("all"), threshold: THRESHOLD }) : null,
    pairs: pairs.map(([name, drawings]) => {
      const [a, b] = drawings[0].between;
      return {
        a,
        b,
        agreement: regionAgreement(drawings, { random: random.fork(name), threshold: THRESHOLD }),
      };
    }),
    pictures: pictures
      .filter(({ drawings }) => drawings.length > 1)
      .map(ofPicture)
      .sort(leastFirst),
  };
}

interface PersonPair extends DoubleDrawing {
  between: [a: string, b: string];
}

function pairsOf({ picture, drawings }: PictureDrawings): PersonPair[] {
  const sorted = drawings.toSorted((x, y) => (x.person < y.person ? -1 : 1));
  return sorted.flatMap((a, i) =>
    sorted.slice(i + 1).map(
      (b): PersonPair => ({
        picture,
        between: [a.person, b.person],
        a: a.regions,
        b: b.regions,
      }),
    ),
  );
}

function ofPicture(drawn: PictureDrawings): PictureAgreement {
  const rows = pairsOf(drawn).map(({ a, b }) => ({ a, b, pairs: matchRegions(a, b, THRESHOLD) }));
  const regions = rows.reduce((sum, { a, b }) => sum + a.length + b.length, 0);
  const matched = rows.flatMap(({ a, b, pairs }) =>
    pairs.map((pair) => ({ iou: pair.iou, alike: a[pair.a].className === b[pair.b].className })),
  );
  const mean = (values: readonly number[]): Value =>
    values.length === 0
      ? { undefined: "no_values" }
      : { value: values.reduce((sum, value) => sum + value, 0) / values.length };
  return {
    picture: drawn.picture,
    people: drawn.drawings.length,
    found: regions === 0 ? { undefined: "no_values" } : { value: (2 * matched.length) / regions },
    named: mean(matched.map(({ alike }) => (alike ? 1 : 0))),
    place: mean(matched.map(({ iou }) => iou)),
  };
}

/** By what was found, then by name, then by place; pictures without a value last. */
function leastFirst(x: PictureAgreement, y: PictureAgreement): number {
  const of = (value: Value) => ("value" in value ? value.value : Number.POSITIVE_INFINITY);
  return (
    compare(of(x.found), of(y.found)) ||
    compare(of(x.named), of(y.named)) ||
    compare(of(x.place), of(y.place)) ||
    (x.picture < y.picture ? -1 : 1)
  );
}

const compare = (x: number, y: number) => (x === y ? 0 : x < y ? -1 : 1);
