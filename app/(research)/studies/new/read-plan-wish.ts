import { readStudyForm } from "./read-study-form.ts";
import type { PlanAsked } from "./use-study-plan.ts";

/** The study of the form and what the panel asks of it, as `planStudy` reads them. */
export function readPlanWish(form: FormData, asked: PlanAsked) {
  const number = (text: string) => (text.trim() === "" ? undefined : Number(text));
  return {
    ...readStudyForm(form),
    raters: number(asked.raters),
    payPerHour: number(asked.payPerHour),
    feePercent: number(asked.feePercent),
    difference: number(asked.difference),
    spread: number(asked.spread),
    correlation: number(asked.correlation),
  };
}
