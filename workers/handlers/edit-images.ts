import { defineHandler } from "#lib/jobs/define-handler.ts";
import { imagesEditJob } from "#lib/jobs/definitions/images-edit.ts";
import { failEdit, runEdit } from "#lib/services/curation/run-edit.ts";

export const editImagesHandler = defineHandler(
  imagesEditJob,
  ({ ctx, payload, job }) => runEdit(ctx, payload.editId, job),
  { onFailed: ({ ctx, payload, message }) => failEdit(ctx, payload.editId, message) },
);
