"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import type { StudyPlanPreview } from "#lib/services/studies/plan-study.ts";
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

/** A pause in typing. */
const QUIET_MS = 350;

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

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked; each turn is a change of the form
  useEffect(() => {
    let isOvertaken = false;
    setState((now) => ({ ...now, isOld: true }));
    const timer = setTimeout(async () => {
      if (!form.current) return;
      try {
        const filled = new FormData(form.current);
        const view = viewAddress(filled);
        const answer = await planStudyAction(filled, asked);
        if (!isOvertaken) setState({ ...answer, isOld: false, view: answer.plan?.ready ? view : null });
      } catch {
        const error = "The site cannot be reached just now.";
        if (!isOvertaken) setState({ plan: null, error, fields: {}, isOld: false, view: null });
      }
    }, QUIET_MS);
    return () => {
      isOvertaken = true;
      clearTimeout(timer);
    };
  }, [key, turn]);

  return { state, onFormChange: useCallback(() => setTurn((now) => now + 1), []) };
}
