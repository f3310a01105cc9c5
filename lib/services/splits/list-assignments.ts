import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";

export interface Assignment {
  id: string;
  wish: Record<string, unknown>;
  changedCount: number;
  /** A person's name; empty when it was not a person. */
  assignedBy: string;
  assignedAt: Date;
  undoneAt: Date | null;
}

const LATEST = 20;

/** The latest assignments of splits, newest first. @throws AppError `not_found` */
export async function listAssignments(ctx: Ctx, datasetId: string): Promise<Assignment[]> {
  await requireDataset(ctx, datasetId);
  const rows = await ctx.db.splitAssignment.findMany({
    where: { datasetId },
    orderBy: { id: "desc" },
    take: LATEST,
  });
  const ids = rows.map(({ assignedBy }) => assignedBy.replace(/^user:/, ""));
  const users = await ctx.db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(users.map(({ id, name }) => [`user:${id}`, name]));
  return rows.map(({ id, wish, changedCount, assignedBy, assignedAt, undoneAt }) => ({
    id,
    wish: wish as Record<string, unknown>,
    changedCount,
    assignedBy: names.get(assignedBy) ?? "",
    assignedAt,
    undoneAt,
  }));
}
