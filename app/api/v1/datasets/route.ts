import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { createDataset } from "#lib/services/datasets/create-dataset.ts";
import { listDatasets } from "#lib/services/datasets/list-datasets.ts";

export const GET = defineRoute({
  can: ["dataset:read", "dataset"],
  handler: ({ ctx }) => listDatasets(ctx),
});

export const POST = defineRoute({
  body: z.object({
    name: z.string(),
    description: z.string().optional(),
    classNames: z.array(z.string()).optional(),
  }),
  response: z.object({ id: z.string(), name: z.string(), description: z.string() }),
  can: ["dataset:write", "dataset"],
  handler: ({ ctx, body }) => createDataset(ctx, body),
});
