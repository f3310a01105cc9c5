import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { groupBy } from "../group-by.ts";

export interface ClassAccuracy {
  className: string;
  count: number;
  correct: number;
  /** The class it is most often mistaken for. */
  confusedWith: { className: string; count: number } | null;
}

export interface SplitAccuracy {
  datasetId: string;
  datasetName: string;
  split: string;
  count: number;
  correct: number;
  classes: ClassAccuracy[];
}

interface Tally {
  datasetId: string;
  datasetName: string;
  split: string;
  className: string;
  predictedIndex: number;
  count: number;
}

/** Accuracy on every split the model has answered, from its stored predictions. Empty before the first run. */
export async function getAccuracy(ctx: Ctx, modelId: string): Promise<SplitAccuracy[]> {
  requireCan(ctx, "model:read");
  const model = await ctx.db.model.findFirst({
    where: { id: modelId, workspaceId: ctx.workspaceId },
    select: { classNames: true },
  });
  const tallies = await ctx.db.$queryRaw<Tally[]>`
    SELECT i."datasetId" AS "datasetId", d."name" AS "datasetName", i."split", c."name" AS "className",
           p."predictedIndex" AS "predictedIndex", count(*)::int AS "count"
    FROM "Prediction" p JOIN "Image" i ON i."id" = p."imageId" JOIN "Dataset" d ON d."id" = i."datasetId"
    JOIN "DatasetClass" c ON c."id" = i."classId"
    WHERE p."modelId" = ${modelId} AND d."workspaceId" = ${ctx.workspaceId}
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 3, 4`;
  const classNames = model?.classNames ?? [];
  const groups = groupBy(tallies, (tally) => `${tally.datasetId} ${tally.split}`);
  return [...groups.values()].map((group) => splitAccuracy(group, classNames));
}

function splitAccuracy(tallies: readonly Tally[], classNames: readonly string[]): SplitAccuracy {
  const { datasetId, datasetName, split } = tallies[0];
  const classes = [...groupBy(tallies, (tally) => tally.className)].map(([className, rows]) =>
    classAccuracy(className, rows, classNames),
  );
  return {
    datasetId,
    datasetName,
    split,
    count: classes.reduce((sum, row) => sum + row.count, 0),
    correct: classes.reduce((sum, row) => sum + row.correct, 0),
    classes,
  };
}

function classAccuracy(
  className: string,
  rows: readonly Tally[],
  classNames: readonly string[],
): ClassAccuracy {
  const right = rows.filter((row) => classNames[row.predictedIndex] === className);
  const wrong = rows.filter((row) => !right.includes(row)).sort((a, b) => b.count - a.count);
  return {
    className,
    count: rows.reduce((sum, row) => sum + row.count, 0),
    correct: right.reduce((sum, row) => sum + row.count, 0),
    confusedWith: wrong[0]
      ? { className: classNames[wrong[0].predictedIndex] ?? "?", count: wrong[0].count }
      : null,
  };
}
