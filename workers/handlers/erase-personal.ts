import { defineHandler } from "#lib/jobs/define-handler.ts";
import { personalErase } from "#lib/jobs/definitions/personal-erase.ts";
import { erasePersonal } from "#lib/services/retention/erase-personal.ts";

export const erasePeople = defineHandler(personalErase, async ({ ctx, payload, job }) => {
  await erasePersonal(ctx, payload.studyId, job.signal);
});
