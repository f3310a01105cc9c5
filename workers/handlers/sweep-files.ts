import { defineHandler } from "#lib/jobs/define-handler.ts";
import { filesSweep } from "#lib/jobs/definitions/files-sweep.ts";
import { sweepFiles } from "#lib/services/files/sweep-files.ts";

export const sweepReleasedFiles = defineHandler(filesSweep, async ({ ctx, job }) => {
  await sweepFiles(ctx, job.signal);
});
