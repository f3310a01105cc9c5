import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listExports } from "#lib/services/exports/list-exports.ts";
import { startExport } from "#lib/services/exports/start-export.ts";
import { ExportResponse } from "../../../exports/export-response.ts";

/** Exports of the data set, newest first, with how far each is. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({ after: z.string().optional(), before: z.string().optional() }),
  can: ["dataset:export", "dataset"],
  handler: ({ ctx, params, query }) => listExports(ctx, params.id, query),
});

/** Starts an export: {format, version, split, className, pictures}. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.object({
    format: z.string(),
    version: z.int().min(1).optional(),
    split: z.string().optional(),
    className: z.string().optional(),
    pictures: z.boolean().default(true),
  }),
  response: ExportResponse,
  can: ["dataset:export", "dataset"],
  handler: ({ ctx, params, body }) => startExport(ctx, { datasetId: params.id, ...body }),
});
