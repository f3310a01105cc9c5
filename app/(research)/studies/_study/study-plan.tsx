import type { LockedPlan as Plan } from "#lib/services/studies/get-preregistration.ts";
import type { StudyDetail } from "#lib/services/studies/get-study.ts";
import type { Contrast } from "#lib/services/studies/list-contrasts.ts";
import { LockedPlan } from "./locked-plan.tsx";
import { PlanForm } from "./plan-form.tsx";

interface StudyPlanProps {
  study: StudyDetail;
  plan: Plan | null;
  /** What may be its primary contrast; null where no plan can be locked. */
  contrasts: readonly Contrast[] | null;
}

/** The locked plan, or a way to lock one while the study is not closed. */
export function StudyPlan({ study, plan, contrasts }: StudyPlanProps) {
  if (plan) return <LockedPlan studyId={study.id} plan={plan} />;
  if (!contrasts)
    return <p className="text-sm text-muted">No plan is locked: whatever is found is exploratory.</p>;
  return <PlanForm studyId={study.id} contrasts={contrasts} joined={study.people.consented} />;
}
