import type { Tx } from "#lib/db/client.ts";
import type { Model } from "#lib/db/generated/client.ts";

/**
 * The FC model whose confusions say which classes are alike: the first FC model among the arms, else the workspace's
 * oldest one that knows the same classes. Null when there is none.
 */
export async function findSimilarityModel(
  tx: Tx,
  workspaceId: string,
  armModels: readonly Model[],
): Promise<Model | null> {
  const own = armModels.find((model) => model.kind === "fc");
  const classNames = armModels[0]?.classNames;
  if (own || !classNames) return own ?? null;
  return tx.model.findFirst({
    where: { workspaceId, kind: "fc", classNames: { equals: classNames } },
    orderBy: { id: "asc" },
  });
}
