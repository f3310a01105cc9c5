import type { Model, RunArm } from "#lib/db/generated/client.ts";
import { IMPORTED } from "#lib/explain/imported.ts";
import type { Ctx } from "#lib/services/context.ts";
import type { ComputePool } from "#workers/compute/pool.ts";

export interface DescribedArm {
  id: string;
  model: Model;
  /** Images put through the network for one map: decides how many images a shard holds. */
  forwards: number;
  /** Whether its method wants activation statistics of its model. */
  needsStatistics: boolean;
}

export async function describeArms(
  ctx: Ctx,
  arms: readonly (RunArm & { model: Model })[],
  compute: ComputePool,
  signal: AbortSignal,
): Promise<DescribedArm[]> {
  const described: DescribedArm[] = [];
  for (const { id, explainerId, options, model } of arms) {
    if (explainerId === IMPORTED) continue;
    const file = { sha256: model.weightsSha256, weights: await ctx.storage.get(model.weightsSha256) };
    const { forwards, needs } = await compute.run(
      "describe",
      { model: file, explainerId, options },
      { signal },
    );
    described.push({ id, model, forwards, needsStatistics: needs.includes("statistics") });
  }
  return described;
}
