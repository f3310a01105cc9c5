import { z } from "zod";
import type { EpochEvent, ExampleMap } from "#lib/scouter/training/events.ts";
import type { Ctx } from "../context.ts";

/** A map of a validation image, as the page shows it. */
export const EpochExample = z.object({
  imageId: z.string(),
  trueClass: z.int(),
  predictedClass: z.int(),
  /** The class the map is about. */
  targetClass: z.int(),
  height: z.int(),
  width: z.int(),
  /** Row-major. */
  values: z.array(z.number()),
});
export type EpochExample = z.infer<typeof EpochExample>;

const finite = (value: number | null | undefined) =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null;

/** Maps by image; one with a cell that is no number cannot be shown and is left out. */
export function toEpochExamples(
  examples: readonly ExampleMap[],
  validationIds: readonly string[],
): EpochExample[] {
  return examples
    .filter(({ values }) => values.every(Number.isFinite))
    .map(({ position, ...rest }) => ({ imageId: validationIds[position], ...rest }));
}

/** Writes what an epoch gave; an epoch that is there stays as it is. @param seconds of training until then */
export async function storeEpoch(
  ctx: Ctx,
  trainingId: string,
  event: EpochEvent,
  { examples, seconds }: { examples: readonly EpochExample[]; seconds: number },
): Promise<void> {
  const { epoch, trainLoss, trainAccuracy } = event;
  await ctx.db.trainingEpoch.createMany({
    data: {
      trainingId,
      epoch,
      trainLoss,
      trainAccuracy,
      validationLoss: finite(event.validationLoss),
      validationAccuracy: finite(event.validationAccuracy),
      area: finite(event.area),
      lambda: finite(event.lambda),
      seconds,
      examples: [...examples],
    },
    skipDuplicates: true,
  });
}
