import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import {
  readByteCount,
  readBytes,
  readMetadata,
  requireTus,
  tusOptions,
  tusResponse,
} from "#lib/http/tus.ts";
import { appendUpload } from "#lib/services/imports/append-upload.ts";
import { createUpload } from "#lib/services/imports/create-upload.ts";
import { listUploads } from "#lib/services/imports/list-uploads.ts";
import { importSettings } from "#lib/services/imports/uploads-of.ts";

const params = z.object({ id: z.string() });

export const GET = defineRoute({
  params,
  query: z.object({ after: z.string().optional() }),
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, params, query }) => listUploads(ctx, { importId: params.id, ...query }),
});

/**
 * Announces a file by the tus protocol: its length, and in Upload-Metadata its `relativePath`. Its first bytes may come
 * along. Announced again, it is found with what has come of it, and bytes that come along then are left alone.
 */
export const POST = defineRoute({
  params,
  can: ["dataset:write", "dataset-import"],
  async handler({ ctx, params, request }) {
    requireTus(request);
    const importId = params.id;
    const chunks = readBytes(request);
    const byteSize = readByteCount(request, "Upload-Length");
    const upload = await createUpload(ctx, {
      importId,
      path: readMetadata(request, "relativePath"),
      byteSize,
    });
    const isFresh = upload.received === 0;
    const sent =
      chunks && isFresh && byteSize > 0
        ? await appendUpload(ctx, { importId, fileId: upload.id, offset: 0, chunks })
        : upload;
    return tusResponse(isFresh ? 201 : 200, sent, `/api/v1/datasets/imports/${importId}/files/${sent.id}`);
  },
});

export const OPTIONS = defineRoute({
  params,
  can: ["dataset:write", "dataset-import"],
  handler: async ({ ctx }) => tusOptions(importSettings(ctx).maxBytes),
});
