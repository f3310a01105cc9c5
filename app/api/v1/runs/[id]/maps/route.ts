import { z } from "zod";
import { openMapFile } from "#lib/formats/maps/open-map-file.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { readBody } from "#lib/http/read-json.ts";
import { addMaps } from "#lib/services/imported-maps/add-maps.ts";

/** Held whole while it is read; `whynot maps add` on the server has no such limit. */
const MAX_UPLOAD_BYTES = 64 << 20;

/** Adds maps made elsewhere: the body is a .zip, .npz, .npy or .png, what is said of it comes with the address. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({
    file: z.string().min(1, "Say what the file is called."),
    label: z.string().optional(),
    modelId: z.string().optional(),
    target: z.string().optional(),
    explains: z.string().optional(),
    dryRun: z.enum(["true", "false"]).default("false"),
  }),
  can: ["run:start", "run"],
  handler: async ({ ctx, params, query, request }) => {
    const { file, dryRun, ...said } = query;
    const source = await openMapFile(file, await readBody(request, MAX_UPLOAD_BYTES));
    return addMaps(ctx, { runId: params.id, ...said, dryRun: dryRun === "true" }, source);
  },
});
