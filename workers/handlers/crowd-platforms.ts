import { defineHandler } from "#lib/jobs/define-handler.ts";
import { creditGrant } from "#lib/jobs/definitions/credit-grant.ts";
import { recruitsReconcile } from "#lib/jobs/definitions/recruits-reconcile.ts";
import { grantCredit } from "#lib/services/recruitment/grant-credit.ts";
import { reconcileRecruits } from "#lib/services/recruitment/reconcile-recruits.ts";

export const reconcileSubmissions = defineHandler(recruitsReconcile, ({ ctx, payload, job }) =>
  reconcileRecruits(ctx, payload, job.signal),
);

export const creditParticipant = defineHandler(creditGrant, ({ ctx, payload, job }) =>
  grantCredit(ctx, payload.participantId, job.signal),
);
