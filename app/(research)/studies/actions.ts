"use server";

import { revalidatePath } from "next/cache";
import { requireCtx } from "#lib/auth/session.ts";
import { addSimulatedRaters } from "#lib/services/studies/add-simulated-raters.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { lockStudy } from "#lib/services/studies/lock-study.ts";
import { planStudy } from "#lib/services/studies/plan-study.ts";
import { closeStudy, openStudy, setShowSimulated } from "#lib/services/studies/study-field.ts";
import { type ActionState, NOTHING_SENT } from "../_shell/action-state.ts";
import { explainFailure, runAction } from "../_shell/run-action.ts";
import { readPlanForm } from "./_study/read-plan-form.ts";
import { readPlanWish } from "./new/read-plan-wish.ts";
import { readStudyForm } from "./new/read-study-form.ts";
import type { PlanAsked, PlanState } from "./new/use-study-plan.ts";

export async function createStudyAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const study = await createStudy(ctx, readStudyForm(form));
    return `/studies/${study.id}`;
  });
}

/** What the form's study would come to, or why it cannot be. */
export async function planStudyAction(form: FormData, asked: PlanAsked): Promise<Omit<PlanState, "isOld">> {
  const ctx = await requireCtx();
  try {
    return { ...NOTHING_SENT, plan: await planStudy(ctx, readPlanWish(form, asked)) };
  } catch (error) {
    return { ...explainFailure(error), plan: null };
  }
}

export async function lockStudyAction(_: ActionState, form: FormData): Promise<ActionState> {
  const studyId = String(form.get("studyId"));
  const state = await runAction(async (ctx) => {
    await lockStudy(ctx, readPlanForm(form));
    return undefined;
  });
  revalidatePath(`/studies/${studyId}`, "layout");
  return state;
}

/** Opens or closes the link, shows or hides simulated raters, or sends some in: `do` says which. */
export async function changeStudyAction(_: ActionState, form: FormData): Promise<ActionState> {
  const studyId = String(form.get("studyId"));
  const state = await runAction(async (ctx) => {
    switch (form.get("do")) {
      case "open":
        await openStudy(ctx, { studyId });
        break;
      case "close":
        await closeStudy(ctx, { studyId });
        break;
      case "simulate":
        await addSimulatedRaters(ctx, {
          studyId,
          count: Number(form.get("count")),
          mixture: form.get("mixture") ?? undefined,
        });
        break;
      default:
        await setShowSimulated(ctx, { studyId, showSimulated: form.get("do") === "show-simulated" });
    }
    return undefined;
  });
  revalidatePath(`/studies/${studyId}`, "layout");
  return state;
}
