import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { SavedFilter } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { isNarrow } from "../datasets/filter-query.ts";
import { ImageFilter } from "../datasets/image-filter.ts";
import { requireDataset } from "../datasets/require-dataset.ts";

const FilterName = z
  .string()
  .trim()
  .min(1, "Give the filter a name.")
  .max(80)
  .regex(/^\P{Cc}*$/u, "Leave out control characters.");

export interface NamedFilter {
  id: string;
  name: string;
  filter: ImageFilter;
}

/** The saved filters of a data set by name; everyone who sees the data set sees them. @throws AppError `not_found` */
export async function listFilters(ctx: Ctx, datasetId: string): Promise<NamedFilter[]> {
  requireCan(ctx, "dataset:read");
  await requireDataset(ctx, datasetId);
  const saved = await ctx.db.savedFilter.findMany({ where: { datasetId }, orderBy: { name: "asc" } });
  return saved.flatMap(({ id, name, filter }) => {
    const parsed = ImageFilter.safeParse(filter);
    return parsed.success ? [{ id, name, filter: parsed.data }] : [];
  });
}

const SaveFilter = z.object({ datasetId: z.string(), name: FilterName, filter: ImageFilter });

/** Saves a filter under a name. @throws AppError `not_found`, `invalid` for one that narrows nothing, `conflict` for a name in use */
export async function saveFilter(ctx: Ctx, input: z.input<typeof SaveFilter>): Promise<SavedFilter> {
  const { datasetId, name, filter } = SaveFilter.parse(input);
  requireCan(ctx, "dataset:write");
  await requireDataset(ctx, datasetId);
  if (!isNarrow(filter)) throw new AppError("invalid", "Choose something to filter by first.");
  return ctx.db.$transaction(async (tx) => {
    const data = { id: newId(), datasetId, name, filter, createdBy: nameActor(ctx.actor) };
    const [saved] = await tx.savedFilter.createManyAndReturn({ data, skipDuplicates: true });
    if (!saved) throw nameInUse(name);
    await audit(tx, ctx, "filter.save", `dataset:${datasetId}`, { name, filter });
    return saved;
  });
}

const RenameFilter = z.object({ filterId: z.string(), name: FilterName });

/** Gives a saved filter another name. @throws AppError `not_found`, `conflict` for a name in use */
export async function renameFilter(ctx: Ctx, input: z.input<typeof RenameFilter>): Promise<SavedFilter> {
  const { filterId, name } = RenameFilter.parse(input);
  requireCan(ctx, "dataset:write");
  const saved = await requireFilter(ctx, filterId);
  return ctx.db.$transaction(async (tx) => {
    const taken = await tx.savedFilter.findFirst({
      where: { datasetId: saved.datasetId, name, id: { not: filterId } },
      select: { id: true },
    });
    if (taken) throw nameInUse(name);
    await audit(tx, ctx, "filter.rename", `dataset:${saved.datasetId}`, { from: saved.name, to: name });
    return tx.savedFilter.update({ where: { id: filterId }, data: { name } });
  });
}

/** Forgets a saved filter. @throws AppError `not_found` */
export async function deleteFilter(ctx: Ctx, filterId: string): Promise<void> {
  requireCan(ctx, "dataset:write");
  const { datasetId, name } = await requireFilter(ctx, filterId);
  await ctx.db.$transaction(async (tx) => {
    await tx.savedFilter.deleteMany({ where: { id: filterId } });
    await audit(tx, ctx, "filter.delete", `dataset:${datasetId}`, { name });
  });
}

async function requireFilter(ctx: Ctx, filterId: string): Promise<SavedFilter> {
  const where = { id: filterId, dataset: { workspaceId: ctx.workspaceId } };
  const saved = await ctx.db.savedFilter.findFirst({ where });
  if (!saved) throw new AppError("not_found", "There is no such filter in this workspace.");
  return saved;
}

function nameInUse(name: string): AppError {
  return new AppError("conflict", `A filter named "${name}" is here already: choose another name.`);
}
