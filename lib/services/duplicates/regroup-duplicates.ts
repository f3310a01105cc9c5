import type { Tx } from "#lib/db/client.ts";
import { connectedComponents } from "#lib/stats/connected-components.ts";

/** Writes anew which images of a data set look alike, from the pairs that nobody dismissed. */
export async function regroupDuplicates(tx: Tx, datasetId: string): Promise<void> {
  const pairs = await tx.nearDuplicate.findMany({
    where: { datasetId, dismissedBy: null },
    select: { firstId: true, secondId: true },
  });
  const groups = connectedComponents(pairs.map(({ firstId, secondId }) => [firstId, secondId] as const));
  const ids = [...groups.keys()];
  await tx.$executeRaw`
    UPDATE "Image" SET "duplicateGroup" = NULL
    WHERE "datasetId" = ${datasetId} AND "duplicateGroup" IS NOT NULL AND NOT ("id" = ANY(${ids}))`;
  await tx.$executeRaw`
    UPDATE "Image" i SET "duplicateGroup" = g.root
    FROM unnest(${ids}::text[], ${ids.map((id) => groups.get(id) ?? id)}::text[]) AS g(id, root)
    WHERE i."id" = g.id AND i."duplicateGroup" IS DISTINCT FROM g.root`;
}
