import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Dataset } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

export const DatasetName = z.string().trim().min(1, "Give the data set a name.").max(120);

const CreateDataset = z.object({
  name: DatasetName,
  description: z.string().trim().max(5000).default(""),
  /** In the order models will number them. */
  classNames: z.array(z.string().trim().min(1).max(200)).max(10_000).default([]),
});

/** Opens an empty data set. @throws AppError `conflict` for a name in use, `invalid` for a class named twice */
export async function createDataset(ctx: Ctx, input: unknown): Promise<Dataset> {
  const { name, description, classNames } = CreateDataset.parse(input);
  requireCan(ctx, "dataset:write");
  const twice = classNames.find((className, index) => classNames.indexOf(className) !== index);
  if (twice) throw new AppError("invalid", `The class "${twice}" is named twice: name each class once.`);

  return ctx.db.$transaction(async (tx) => {
    const [dataset] = await tx.dataset.createManyAndReturn({
      data: { id: newId(), workspaceId: ctx.workspaceId, name, description },
      skipDuplicates: true,
    });
    if (!dataset) {
      throw new AppError("conflict", `A data set named "${name}" is here already: choose another name.`);
    }
    await tx.datasetClass.createMany({
      data: classNames.map((className, index) => ({
        id: newId(),
        datasetId: dataset.id,
        index,
        name: className,
      })),
    });
    await audit(tx, ctx, "dataset.create", `dataset:${dataset.id}`, { name, classNames });
    return dataset;
  });
}
