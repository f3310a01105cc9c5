import { defineHandler } from "#lib/jobs/define-handler.ts";
import { studyPrepare } from "#lib/jobs/definitions/study-prepare.ts";
import { prepareStudy } from "#lib/services/studies/prepare-study.ts";

export const drawStudy = defineHandler(studyPrepare, ({ ctx, payload, job: { progress, signal } }) =>
  prepareStudy(ctx, payload.studyId, { progress: (done, total) => void progress(done, total), signal }),
);
