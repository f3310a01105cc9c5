import { z } from "zod";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import { TrainingSettings } from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import type { Ctx } from "../context.ts";

/** Trainings looked at; older ones ran on another version of the code as likely as not. */
const RECENT = 20;

const Measured = z.object({ config: ModelConfig, settings: TrainingSettings });

/**
 * Milliseconds an image and epoch took in the newest training of the like here: same network, input size and part that
 * moves. Everything counts, reading and validation too. Null when there has been none.
 */
export async function measuredMsPerImage(
  ctx: Ctx,
  config: ModelConfig,
  settings: TrainingSettings,
): Promise<number | null> {
  const rows = await ctx.db.training.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      backbone: config.backbone,
      inputSize: config.inputSize,
      step: { gt: 0 },
      seconds: { gt: 0 },
    },
    orderBy: { id: "desc" },
    take: RECENT,
    select: { config: true, settings: true, step: true, seconds: true },
  });
  const moving = (of: ModelConfig, by: TrainingSettings) => trainedParts(of, by).names.join();
  const wanted = moving(config, settings);
  for (const { step, seconds, ...row } of rows) {
    const parsed = Measured.safeParse(row);
    if (parsed.success && moving(parsed.data.config, parsed.data.settings) === wanted) {
      return (seconds * 1000) / (step * parsed.data.settings.batchSize);
    }
  }
  return null;
}
