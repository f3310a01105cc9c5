import type { StudyPlanPreview } from "#lib/services/studies/plan-study.ts";
import type { SimulatedPowerStep } from "#lib/study/plan/simulate-power.ts";
import type { TemplateId } from "#lib/study/template-id.ts";

/** What the page asks of the worker that simulates studies. */
export interface PowerJob {
  readonly templateId: TemplateId;
  readonly simulation: NonNullable<StudyPlanPreview["simulation"]> & { readonly trials: number };
  readonly difference: number;
  readonly raters: number;
}

export type PowerMessage =
  | ({ readonly kind: "step"; readonly of: number } & SimulatedPowerStep)
  | ({ readonly kind: "done" } & SimulatedPowerStep)
  /** Simulated raters can't differ by so much. */
  | { readonly kind: "unreachable" };
