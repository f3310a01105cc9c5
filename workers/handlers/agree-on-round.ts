import { defineHandler } from "#lib/jobs/define-handler.ts";
import { roundAgreementJob } from "#lib/jobs/definitions/round-agreement.ts";
import { computeAgreement } from "#lib/services/rounds/compute-agreement.ts";

export const agreeOnRound = defineHandler(roundAgreementJob, ({ ctx, payload }) =>
  computeAgreement(ctx, payload.roundId),
);
