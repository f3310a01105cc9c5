import type { Db, Tx } from "#lib/db/client.ts";

export type VersionUseKind = "training" | "run" | "study" | "report";

/** Something that points at a version, or at what points at it. */
export interface VersionUse {
  kind: VersionUseKind;
  /** Of the training, run or study; for a classification report, of its model. */
  id: string;
  name: string;
}

/** What uses each version: trainings, runs, the studies of those runs, and how well models classify it. Newest first by kind. */
export async function usesOfVersions(
  db: Db | Tx,
  versionIds: readonly string[],
): Promise<Map<string, VersionUse[]>> {
  const rows = await db.$queryRaw<(VersionUse & { versionId: string })[]>`
    WITH version AS (SELECT unnest(${versionIds as string[]}::text[]) AS id)
    SELECT 'training' AS "kind", t."id", t."name", t."versionId" FROM "Training" t JOIN version v ON v.id = t."versionId"
    UNION ALL
    SELECT 'run', r."id", r."name", r."versionId" FROM "Run" r JOIN version v ON v.id = r."versionId"
    UNION ALL
    SELECT 'study', s."id", s."name", r."versionId" FROM "Study" s JOIN "Run" r ON r."id" = s."runId"
      JOIN version v ON v.id = r."versionId"
    UNION ALL
    SELECT DISTINCT 'report', m."id", m."name", c."versionId" FROM "ClassificationReport" c
      JOIN "Model" m ON m."id" = c."modelId" JOIN version v ON v.id = c."versionId"
    ORDER BY 1 DESC, 2 DESC`;
  const uses = new Map<string, VersionUse[]>(versionIds.map((id) => [id, []]));
  for (const { versionId, ...use } of rows) uses.get(versionId)?.push(use);
  return uses;
}

const NOUNS: Record<VersionUseKind, [one: string, many: string]> = {
  training: ["training", "trainings"],
  run: ["run", "runs"],
  study: ["study", "studies"],
  report: ["classification report", "classification reports"],
};

/** e.g. "2 runs (Methods, Pairs) and 1 study (Which map?)" */
export function describeUses(uses: readonly VersionUse[]): string {
  const parts = (Object.keys(NOUNS) as VersionUseKind[]).flatMap((kind) => {
    const names = uses.filter((use) => use.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    const listed = names.slice(0, 3).join(", ") + (names.length > 3 ? ", ..." : "");
    return [`${names.length} ${NOUNS[kind][names.length === 1 ? 0 : 1]} (${listed})`];
  });
  return new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
}
