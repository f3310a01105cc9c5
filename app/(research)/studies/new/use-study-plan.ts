"use client";

import { type RefObject, useCallback, useState } from "react";
import type { StudyPlanPreview } from "#lib/services/studies/plan-study.ts";
import { useAfterPause } from "../../_shell/use-after-pause.ts";
import { planStudyAction } from "../actions.ts";
import { viewAddress } from "./participant-view.tsx";

/** What the panel asks beside the form: text as it was typed. */
export interface PlanAsked {
  readonly raters: string;
  readonly payPerHour: string;
  readonly feePercent: string;
  readonly difference: string;
  readonly spread: string;
  readonly correlation: string;
}

export interface PlanState {
  readonly plan: StudyPlanPreview | null;
  readonly error: string | null;
  readonly fields: Record<string, string>;
  /** Something has been changed since. */
  readonly isOld: boolean;
}

/** What was planned, and the address of its participants' page; null where it cannot be. */
export interface PlannedForm extends PlanState {
  readonly view: string | null;
}

/** What the form's study would come to, asked again a moment after every change of the form or the panel. */
export function useStudyPlan(form: RefObject<HTMLFormElement | null>, asked: PlanAsked) {
  const [state, setState] = useState<PlannedForm>({
    plan: null,
    error: null,
    fields: {},
    isOld: true,
    view: null,
  });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(asked);

  useAfterPause(`${key} ${turn}`, {
    begin: () => setState((now) => ({ ...now, isOld: true })),
    ask: () => form.current && askPlan(new FormData(form.current), asked),
    tell: (answer) => setState({ ...answer, isOld: false }),
    fail: () =>
      setState({
        plan: null,
        error: "The site cannot be reached just now.",
        fields: {},
        isOld: false,
        view: null,
      }),
  });

  return { state, onFormChange: useCallback(() => setTurn((now) => now + 1), []) };
}

/** The plan, and where the participant's page is to be seen once there are pictures. */
async function askPlan(filled: FormData, asked: PlanAsked) {
  const view = viewAddress(filled);
  const answer = await planStudyAction(filled, asked);
  return { ...answer, view: answer.plan?.ready ? view : null };
}
