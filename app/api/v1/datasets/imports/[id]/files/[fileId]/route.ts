import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { readByteCount, readBytes, requireTus, tusResponse } from "#lib/http/tus.ts";
import { appendUpload } from "#lib/services/imports/append-upload.ts";
import { removeUpload } from "#lib/services/imports/remove-upload.ts";
import { getUpload } from "#lib/services/imports/upload.ts";

const params = z.object({ id: z.string(), fileId: z.string() });

/** How much of a file has come. */
export const HEAD = defineRoute({
  params,
  can: ["dataset:write", "dataset-import"],
  async handler({ ctx, params, request }) {
    requireTus(request);
    return tusResponse(200, await getUpload(ctx, { importId: params.id, fileId: params.fileId }));
  },
});

/** The next bytes of a file, from Upload-Offset on. */
export const PATCH = defineRoute({
  params,
  can: ["dataset:write", "dataset-import"],
  async handler({ ctx, params, request }) {
    requireTus(request);
    const chunks = readBytes(request);
    if (!chunks) throw new AppError("invalid", "Send the bytes of the file.");
    const offset = readByteCount(request, "Upload-Offset");
    const { id, fileId } = params;
    return tusResponse(204, await appendUpload(ctx, { importId: id, fileId, offset, chunks }));
  },
});

/** Takes a file back. */
export const DELETE = defineRoute({
  params,
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, params }) => removeUpload(ctx, { importId: params.id, fileId: params.fileId }),
});
