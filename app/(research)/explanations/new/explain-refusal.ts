import { AppError } from "#lib/errors.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { explainFailure } from "../../_shell/run-action.ts";
import type { ArmWish } from "./form-arms.ts";

/**
 * Why a run cannot be, beside the field that says so: `arms.<place>.<field>`, `arms.<place>.options.<name>`, or the name of a field
 * of the run. What a person cannot put right is thrown again.
 */
export function explainRefusal(error: unknown, arms: readonly ArmWish[]): ActionState {
  const state = explainFailure(error);
  if (!(error instanceof AppError)) return state;
  const {
    arm,
    field,
    issues = [],
    confirmedCost,
  } = error.details as {
    arm?: string;
    field?: string;
    issues?: { option: string; message: string }[];
    confirmedCost?: number;
  };
  if (confirmedCost !== undefined) return { ...state, fields: { confirmedCost: error.message } };
  const place = arms.findLastIndex(({ label }) => label === arm);
  if (place < 0) return state;
  const fields = issues.map(({ option, message }) => [`arms.${place}.options.${option}`, message]);
  if (field) fields.push([`arms.${place}.${field}`, error.message]);
  return { ...state, fields: Object.fromEntries(fields) };
}
