import { defineHandler } from "#lib/jobs/define-handler.ts";
import { duplicatesFind } from "#lib/jobs/definitions/duplicates-find.ts";
import { compareImages } from "#lib/services/duplicates/compare-images.ts";
import { hashImages } from "#lib/services/duplicates/hash-images.ts";

/** Hashes what an older import left without a hash, then compares. Stopped anywhere, it goes on with what is missing. */
export const findDuplicates = defineHandler(duplicatesFind, async ({ ctx, payload: { datasetId }, job }) => {
  await hashImages(ctx, datasetId, job);
  await compareImages(ctx, datasetId, job.signal);
});
