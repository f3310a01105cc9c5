import type { Tx } from "#lib/db/client.ts";
import type { Model, ModelKind } from "#lib/db/generated/client.ts";

/** Classifiers without slots: the softmax of their logits is how alike they find two classes. */
const PLAIN: ModelKind[] = ["fc", "onnx"];

/**
 * The plain classifier whose confusions say which classes are alike: the first one among the arms, else the workspace's
 * oldest one that knows the same classes. Null when there is none.
 */
export async function findSimilarityModel(
  tx: Tx,
  workspaceId: string,
  armModels: readonly Model[],
): Promise<Model | null> {
  const own = armModels.find((model) => PLAIN.includes(model.kind));
  const classNames = armModels[0]?.classNames;
  if (own || !classNames) return own ?? null;
  return tx.model.findFirst({
    where: { workspaceId, kind: { in: PLAIN }, classNames: { equals: classNames } },
    orderBy: { id: "asc" },
  });
}
