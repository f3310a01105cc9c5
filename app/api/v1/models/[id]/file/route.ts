import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { exportModel } from "#lib/services/models/export-model.ts";

/** A model for other programs: ?format=onnx or safetensors. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({ format: z.enum(["onnx", "safetensors"]) }),
  can: ["model:read", "model"],
  handler: async ({ ctx, params, query }) => {
    const { fileName, body } = await exportModel(ctx, { modelId: params.id, ...query });
    return new Response(body, {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  },
});
