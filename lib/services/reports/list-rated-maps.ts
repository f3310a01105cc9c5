import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { type MapKind, mapKind } from "../explanations/map-kind.ts";
import { readTargetConfidence, type TargetConfidence } from "../explanations/read-target-confidence.ts";
import { type Page, toPage } from "../keyset.ts";

/** A map with what raters said of it, and what the model makes of the class it explains. */
export interface RatedMapCase {
  mapId: string;
  imageId: string;
  fileName: string;
  /** True class of the image, as frozen. */
  className: string | null;
  /** Class the map explains. */
  targetName: string;
  /** Label of the method. */
  label: string;
  kind: MapKind;
  mean: number;
  /** Standard deviation of its scores; null with one answer. */
  spread: number | null;
  answers: number;
  confidence: TargetConfidence;
}

export const RATED_MAP_ORDERS = ["highest", "lowest", "disputed"] as const;

const ListRatedMaps = z.object({
  studyId: z.string(),
  raters: z.enum(["people", "simulated"]),
  order: z.enum(RATED_MAP_ORDERS).catch("highest"),
  after: z.string().optional().catch(undefined),
  before: z.string().optional().catch(undefined),
  size: z.int().min(1).max(48).default(12),
});

interface Row {
  mapId: string;
  imageId: string;
  fileName: string;
  className: string | null;
  classNames: string[];
  target: number;
  modelId: string;
  versionId: string;
  label: string;
  explainerId: string;
  options: unknown;
  explainsModel: boolean;
  mean: number;
  spread: number | null;
  answers: number;
}

/**
 * The maps of a study by what its analysed raters said of them, a page at a time: the highest or the lowest mean first, or the widest
 * spread. Maps with one answer are never disputed.
 * @throws AppError `not_found`, `invalid` for a cursor that is none
 */
export async function listRatedMaps(ctx: Ctx, input: unknown): Promise<Page<RatedMapCase>> {
  requireCan(ctx, "report:read");
  const { studyId, raters, order, after, before, size } = ListRatedMaps.parse(input);
  const report = await ctx.db.report.findFirst({
    where: { studyId, simulated: raters === "simulated", study: { workspaceId: ctx.workspaceId } },
    orderBy: { computedAt: "desc" },
    select: { id: true },
  });
  if (!report) throw new AppError("not_found", "There are no such results in this workspace.");
  const by = order === "disputed" ? "spread" : "mean";
  const cursorOf = (row: Row) => `${row[by]} ${row.mapId}`;
  const read = await readRows(ctx, report.id, {
    order,
    cursor: after ?? before,
    back: !after && !!before,
    size,
  });
  const page = toPage(read, size, after ? { after } : { before }, cursorOf);
  const confidences = await readTargetConfidence(ctx, page.rows);
  const rows = page.rows.map((row, at) => {
    const { mapId, imageId, fileName, className, classNames, target, label, mean, spread, answers } = row;
    return {
      ...{ mapId, imageId, fileName, className, label, mean, spread, answers },
      targetName: classNames[target] ?? `class ${target}`,
      kind: mapKind(row),
      confidence: confidences[at],
    };
  });
  return { ...page, rows };
}

interface Wanted {
  order: (typeof RATED_MAP_ORDERS)[number];
  cursor: string | undefined;
  /** Towards the first page. */
  back: boolean;
  size: number;
}

function readRows({ db }: Ctx, reportId: string, { order, cursor, back, size }: Wanted): Promise<Row[]> {
  const rising = (order === "lowest") !== back;
  const direction = Prisma.raw(rising ? "ASC" : "DESC");
  const sign = Prisma.raw(rising ? ">" : "<");
  const value = order === "disputed" ? Prisma.sql`g."spread"` : Prisma.sql`g."mean"`;
  const at = cursor === undefined ? null : parseCursor(cursor);
  const beyond = at
    ? Prisma.sql`AND (${value}, g."mapId") ${sign} (${at.value}::float8, ${at.mapId})`
    : Prisma.empty;
  return db.$queryRaw<Row[]>`
    SELECT g."mapId", g."mean", g."spread", g."answers", m."imageId", m."target", i."fileName", v."className",
           d."id" AS "modelId", d."classNames", n."versionId", a."label", a."explainerId", a."options", a."explainsModel"
    FROM "RatedMap" g
    JOIN "SaliencyMap" m ON m."id" = g."mapId"
    JOIN "Image" i ON i."id" = m."imageId"
    JOIN "RunArm" a ON a."id" = m."armId"
    JOIN "Run" n ON n."id" = a."runId"
    JOIN "Model" d ON d."id" = a."modelId"
    LEFT JOIN "VersionImage" v ON v."versionId" = n."versionId" AND v."imageId" = m."imageId"
    WHERE g."reportId" = ${reportId} AND ${value} IS NOT NULL ${beyond}
    ORDER BY ${value} ${direction}, g."mapId" ${direction}
    LIMIT ${size + 1}`;
}

function parseCursor(cursor: string): { value: number; mapId: string } {
  const [value, mapId] = cursor.split(" ");
  const number = Number(value || Number.NaN);
  if (!mapId || !Number.isFinite(number))
    throw new AppError("invalid", "This page of maps does not exist: start again from the first one.");
  return { value: number, mapId };
}
