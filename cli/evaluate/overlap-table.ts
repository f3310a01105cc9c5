import { explainers } from "#lib/explain/registry.ts";
import { upsampleMap } from "#lib/imaging/saliency.ts";
import { forAgainstOverlap } from "#lib/metrics/contrast/for-against-overlap.ts";
import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Cell, Table } from "../experiments/tables.ts";
import type { MapGroup } from "./read-maps.ts";

/**
 * How much of the evidence for a class and of the evidence against another lies in the same place of the same picture, for every two
 * groups of maps of which one shows this and one that. @returns no table where there are no such two
 */
export async function overlapTable(
  groups: readonly MapGroup[],
  pictures: ReadonlyMap<string, unknown>,
  seed: string,
): Promise<Table[]> {
  const showing = (what: "for" | "against") =>
    groups.filter(
      ({ settings }) => (settings.explains ?? explainers.get(settings.method)?.explains) === what,
    );
  const rows: Cell[][] = [];
  for (const why of showing("for")) {
    for (const whyNot of showing("against")) {
      const values = await overlaps(why, whyNot, pictures);
      if (values.length === 0) continue;
      const random = createRandom(seed).fork(`overlap ${why.label} ${whyNot.label}`);
      rows.push([
        `${why.label} and ${whyNot.label}`,
        bootstrapMean(values, { random }),
        String(values.length),
      ]);
    }
  }
  if (rows.length === 0) return [];
  return [
    {
      title: "Overlap of evidence for and against",
      columns: ["methods", "overlap", "pictures"],
      rows,
      notes: [
        "Sum over pixels of the smaller of the two maps' shares: 0 = nowhere both, 1 = the same map. A large overlap: both point at the same parts and differ in what they say of them.",
      ],
    },
  ];
}

async function overlaps(why: MapGroup, whyNot: MapGroup, pictures: ReadonlyMap<string, unknown>) {
  const size = why.model.view.inputSize;
  const values: (number | null)[] = [];
  for (const { saved, read } of why.maps) {
    const other = whyNot.maps.find((one) => one.saved.image === saved.image);
    if (!other || !pictures.has(saved.image)) continue;
    const [evidenceFor, evidenceAgainst] = [await read(), await other.read()].map(
      (map) => upsampleMap(map, size, size).data,
    );
    const score = forAgainstOverlap(evidenceFor, evidenceAgainst);
    values.push("value" in score ? score.value : null);
  }
  return values;
}
