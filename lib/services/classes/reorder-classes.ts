import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { changeClasses } from "./change-classes.ts";
import { ClassChangeFields } from "./class-fields.ts";

const ReorderClasses = ClassChangeFields.extend({ order: z.array(z.string()).max(100_000) });

/** Puts all classes into an order. @throws AppError `invalid` unless each is named once, `conflict` for a list that has changed */
export async function reorderClasses(ctx: Ctx, input: z.input<typeof ReorderClasses>): Promise<void> {
  const { order, ...change } = ReorderClasses.parse(input);
  const { datasetId } = change;
  await changeClasses(ctx, change, async (tx, classes) => {
    const known = new Set(classes.map(({ id }) => id));
    if (
      order.length !== known.size ||
      new Set(order).size !== order.length ||
      !order.every((id) => known.has(id))
    ) {
      throw new AppError("invalid", "The order has to name every class once.");
    }
    // No two may have one number, not even on the way.
    await tx.$executeRaw`UPDATE "DatasetClass" SET "index" = -1 - "index" WHERE "datasetId" = ${datasetId} AND "index" >= 0`;
    await tx.$executeRaw`
      UPDATE "DatasetClass" c SET "index" = o.place - 1
      FROM unnest(${order}::text[]) WITH ORDINALITY AS o(id, place) WHERE c."id" = o.id`;
    await audit(tx, ctx, "classes.reorder", `dataset:${datasetId}`, { order });
  });
}
