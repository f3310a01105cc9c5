import type { Model, RunArm } from "#lib/db/generated/client.ts";
import { IMPORTED } from "#lib/explain/imported.ts";
import { statisticsLayer } from "#lib/explain/information/iba-statistics.ts";
import type { Ctx } from "#lib/services/context.ts";
import type { ComputePool } from "#workers/compute/pool.ts";

export interface DescribedArm {
  id: string;
  model: Model;
  /** Images put through the network for one map: decides how many images a shard holds. */
  forwards: number;
  /** The layer of its model whose statistics the method wants, null = the last one; absent where it wants none. */
  statistics?: { layer: string | null };
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
    const statistics = needs.includes("statistics") ? { layer: statisticsLayer(options) } : undefined;
    described.push({ id, model, forwards, statistics });
  }
  return described;
}
