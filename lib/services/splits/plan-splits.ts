import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Db, Tx } from "#lib/db/client.ts";
import { NO_SPLIT } from "#lib/formats/dataset/dataset-record.ts";
import { fileGroups } from "#lib/formats/dataset/file-group.ts";
import { assignSplits } from "#lib/stats/assign-splits.ts";
import { connectedComponents } from "#lib/stats/connected-components.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { SPLITS, SplitWish } from "./split-wish.ts";

export interface SplitCount {
  className: string | null;
  split: string;
  count: number;
}

export interface SplitPreview {
  /** Images by class and split, as they are and as they would be. */
  before: SplitCount[];
  after: SplitCount[];
  changedCount: number;
  /** Groups of more than one image, and the largest one's size. */
  groupCount: number;
  largestGroup: number;
  /** Groups that are in several splits already and stay so, since their images are kept. */
  partedCount: number;
  /** Images to which no group could be found: each stands for itself. */
  ungroupedCount: number;
  /** Of the plan: what is applied is what was seen, or nothing. */
  digest: string;
}

export interface SplitStep {
  imageId: string;
  from: string;
  to: string;
}

interface Row {
  id: string;
  className: string | null;
  split: string;
  fileName: string;
  duplicateGroup: string | null;
  attribute: string | null;
  tags: string[];
}

/** What a wish would do, without doing it. @throws AppError `not_found`, `invalid` for a pattern that cannot be used */
export async function previewSplits(ctx: Ctx, input: z.input<typeof SplitWish>): Promise<SplitPreview> {
  const wish = SplitWish.parse(input);
  await requireDataset(ctx, wish.datasetId);
  return (await planSplits(ctx.db, wish)).preview;
}

/** The plan of a wish: which images change, and what comes of it. */
export async function planSplits(
  db: Db | Tx,
  wish: SplitWish,
): Promise<{ steps: SplitStep[]; preview: SplitPreview }> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT i."id", c."name" AS "className", i."split", i."fileName", i."duplicateGroup", i."tags",
      i."attributes" ->> ${wish.groupBy === "attribute" ? wish.groupKey : ""} AS "attribute"
    FROM "Image" i LEFT JOIN "DatasetClass" c ON c."id" = i."classId"
    WHERE i."datasetId" = ${wish.datasetId} ORDER BY i."id"`;
  const { groups, ungroupedCount } = groupRows(rows, wish);
  const { splits, parted } = assignSplits(
    rows.map(({ id, className, split }) => ({
      id,
      stratum: className ?? "",
      group: groups.get(id) ?? id,
      ...(wish.scope === "unsplit" && split !== NO_SPLIT ? { kept: split } : {}),
    })),
    SPLITS.filter((split) => wish.shares[split] > 0).map((split) => ({ split, share: wish.shares[split] })),
    createRandom(wish.seed),
  );
  const steps = rows.flatMap(({ id, split }) => {
    const to = splits.get(id) ?? split;
    return to === split ? [] : [{ imageId: id, from: split, to }];
  });
  const sizes = new Map<string, number>();
  for (const { id } of rows) {
    const group = groups.get(id) ?? id;
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const preview: SplitPreview = {
    before: countRows(rows, ({ split }) => split),
    after: countRows(rows, ({ id, split }) => splits.get(id) ?? split),
    changedCount: steps.length,
    groupCount: [...sizes.values()].filter((size) => size > 1).length,
    largestGroup: [...sizes.values()].reduce((most, size) => Math.max(most, size), 0),
    partedCount: parted.length,
    ungroupedCount,
    digest: createHash("sha256").update(JSON.stringify(steps)).digest("hex"),
  };
  return { steps, preview };
}

/** Images that must stay together, by what was asked and by how they look: joined when either says so. */
function groupRows(rows: readonly Row[], wish: SplitWish) {
  const nameOf = groupNamer(wish);
  const edges: [string, string][] = [];
  let ungroupedCount = 0;
  for (const row of rows) {
    const name = nameOf(row);
    if (name !== null) edges.push([row.id, `group ${name}`]);
    else if (wish.groupBy !== "nothing") ungroupedCount++;
    if (wish.withDuplicates && row.duplicateGroup) edges.push([row.id, `alike ${row.duplicateGroup}`]);
  }
  return { groups: connectedComponents(edges), ungroupedCount };
}

function groupNamer({ groupBy, groupKey }: SplitWish): (row: Row) => string | null {
  if (groupBy === "attribute") return ({ attribute }) => attribute;
  if (groupBy === "tag") return ({ tags }) => tags.find((tag) => tag.startsWith(groupKey)) ?? null;
  if (groupBy === "file") {
    const read = fileGroups(groupKey);
    return ({ fileName }) => read(fileName);
  }
  return () => null;
}

function countRows(rows: readonly Row[], splitOf: (row: Row) => string): SplitCount[] {
  const counts = new Map<string, SplitCount>();
  for (const row of rows) {
    const split = splitOf(row);
    const key = JSON.stringify([row.className, split]);
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { className: row.className, split, count: 1 });
  }
  const order = ({ className }: SplitCount) => className ?? "\uffff";
  return [...counts.values()].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}
