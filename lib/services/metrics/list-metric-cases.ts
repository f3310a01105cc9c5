import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { type MapKind, mapKind } from "../explanations/map-kind.ts";
import { readTargetConfidence, type TargetConfidence } from "../explanations/read-target-confidence.ts";
import { type Page, toPage } from "../keyset.ts";
import { judgedBy } from "./judged-by.ts";

/** One image of an arm with its score, or the reason why there is none, and what the model makes of the class. */
export interface MetricCase {
  mapId: string;
  imageId: string;
  fileName: string;
  /** True class of the image. */
  className: string | null;
  /** Class the map explains. */
  targetName: string;
  value: number | null;
  undefinedReason: string | null;
  confidence: TargetConfidence;
}

export interface MetricCases extends Page<MetricCase> {
  arm: { id: string; label: string; kind: MapKind };
}

const ListMetricCases = z.object({
  runId: z.string(),
  metricId: z.string(),
  armId: z.string(),
  /** A judge of the run, in place of the model each map explains. */
  judgeId: z.string().optional(),
  /** Which end of the scores comes first, or the maps without one. */
  order: z.enum(["lowest", "highest", "undefined"]).catch("lowest"),
  after: z.string().optional().catch(undefined),
  before: z.string().optional().catch(undefined),
  size: z.int().min(1).max(48).default(12),
});

interface CaseRow {
  mapId: string;
  imageId: string;
  fileName: string;
  className: string | null;
  target: number;
  value: number | null;
  undefinedReason: string | null;
}

/** "<value> <map id>": scores tie, ids do not. A value is written so that reading it gives the same float64. */
const cursorOf = ({ value, mapId }: { value: number | null; mapId: string }) => `${value ?? ""} ${mapId}`;

function parseCursor(cursor: string): { value: number; mapId: string } {
  const [value, mapId] = cursor.split(" ");
  const number = Number(value || 0);
  if (!mapId || !Number.isFinite(number))
    throw new AppError("invalid", "This page of cases does not exist: start again from the first one.");
  return { value: number, mapId };
}

/**
 * The maps of one arm from the lowest or the highest score of a metric on, a page at a time; or those where it is undefined.
 * @throws AppError `not_found` for a run or arm of another workspace, `invalid` for a cursor that is none
 */
export async function listMetricCases(ctx: Ctx, input: unknown): Promise<MetricCases> {
  requireCan(ctx, "run:read");
  const { runId, metricId, armId, judgeId, order, after, before, size } = ListMetricCases.parse(input);
  const arm = await ctx.db.runArm.findFirst({
    where: { id: armId, run: { id: runId, workspaceId: ctx.workspaceId } },
    select: {
      id: true,
      label: true,
      explainerId: true,
      options: true,
      explainsModel: true,
      modelId: true,
      model: { select: { classNames: true } },
      run: { select: { versionId: true } },
    },
  });
  if (!arm) throw new AppError("not_found", "There is no such arm in this run.");
  const read = await readRows(ctx, {
    armId,
    metricId,
    judgeId,
    order,
    cursor: after ?? before,
    back: !after && !!before,
    size,
  });
  const page = toPage(read, size, after ? { after } : { before }, cursorOf);
  const confidences = await readTargetConfidence(
    ctx,
    page.rows.map(({ imageId, target }) => ({
      modelId: arm.modelId,
      versionId: arm.run.versionId,
      imageId,
      target,
    })),
  );
  const rows = page.rows.map(({ target, ...row }, index) => ({
    ...row,
    targetName: arm.model.classNames[target] ?? `class ${target}`,
    confidence: confidences[index],
  }));
  return { ...page, rows, arm: { id: arm.id, label: arm.label, kind: mapKind(arm) } };
}

interface Wanted {
  armId: string;
  metricId: string;
  judgeId: string | undefined;
  order: "lowest" | "highest" | "undefined";
  cursor: string | undefined;
  /** Towards the first page. */
  back: boolean;
  size: number;
}

function readRows(
  ctx: Ctx,
  { armId, metricId, judgeId, order, cursor, back, size }: Wanted,
): Promise<CaseRow[]> {
  const rising = (order !== "highest") !== back;
  const direction = Prisma.raw(rising ? "ASC" : "DESC");
  const sign = Prisma.raw(rising ? ">" : "<");
  const at = cursor === undefined ? null : parseCursor(cursor);
  const beyond = !at
    ? Prisma.empty
    : order === "undefined"
      ? Prisma.sql`AND m."id" ${sign} ${at.mapId}`
      : Prisma.sql`AND (v."value", m."id") ${sign} (${at.value}::float8, ${at.mapId})`;
  return ctx.db.$queryRaw<CaseRow[]>`
    SELECT m."id" AS "mapId", m."imageId", i."fileName", c."name" AS "className", m."target", v."value",
           v."undefinedReason"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id"
    JOIN "MetricValue" v ON v."mapId" = m."id" AND v."metricId" = ${metricId} AND ${judgedBy(judgeId)}
    JOIN "Image" i ON i."id" = m."imageId" LEFT JOIN "DatasetClass" c ON c."id" = i."classId"
    WHERE a."id" = ${armId} AND v."value" IS ${Prisma.raw(order === "undefined" ? "" : "NOT")} NULL ${beyond}
    ORDER BY v."value" ${direction}, m."id" ${direction}
    LIMIT ${size + 1}`;
}
