import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";

/** The classes of a data set in their order, which is that of most models trained on it. */
export interface ClassList {
  datasetId: string;
  name: string;
  classNames: string[];
}

/** Data sets of the workspace with exactly this many classes. */
export async function listClassLists(ctx: Ctx, count: number): Promise<ClassList[]> {
  requireCan(ctx, "dataset:read");
  const datasets = await ctx.db.dataset.findMany({
    where: { workspaceId: ctx.workspaceId },
    orderBy: { id: "desc" },
    select: { id: true, name: true, _count: { select: { classes: true } } },
  });
  const fitting = datasets.filter(({ _count }) => _count.classes === count);
  const classes = await ctx.db.datasetClass.findMany({
    where: { datasetId: { in: fitting.map(({ id }) => id) } },
    orderBy: { index: "asc" },
    select: { datasetId: true, name: true },
  });
  return fitting.map(({ id, name }) => ({
    datasetId: id,
    name,
    classNames: classes.filter(({ datasetId }) => datasetId === id).map((row) => row.name),
  }));
}
