import { Field, TextInput } from "#components/ui/field.tsx";
import type { StudyPlanPreview } from "#lib/services/studies/plan-study.ts";
import type { PlanAsked } from "./use-study-plan.ts";

interface PlanInputsProps {
  asked: PlanAsked;
  onAsked: (change: Partial<PlanAsked>) => void;
  errors: Record<string, string>;
  plan: StudyPlanPreview | null;
}

/** What the panel needs to know beside the form; nothing here is part of the study. */
export function PlanInputs({ asked, onAsked, errors, plan }: PlanInputsProps) {
  const input = (name: keyof PlanAsked, label: string, placeholder?: number) => (
    <Field id={`plan-${name}`} label={label} error={errors[name]}>
      <TextInput
        id={`plan-${name}`}
        type="number"
        min={0}
        step="any"
        inputMode="decimal"
        value={asked[name]}
        placeholder={placeholder === undefined ? undefined : String(Number(placeholder.toPrecision(3)))}
        onChange={({ target }) => onAsked({ [name]: target.value })}
        invalid={name in errors}
      />
    </Field>
  );
  const { name, low, high } = plan?.measure ?? { name: "the measure", low: 0, high: 1 };
  return (
    <div className="grid grid-cols-2 items-end gap-3">
      {input("raters", "People who complete")}
      {input("difference", "Smallest difference", plan?.assumed.difference)}
      {input("payPerHour", "Pay an hour")}
      {input("feePercent", "Platform’s fee, %")}
      <details className="col-span-2 text-sm">
        <summary className="min-h-8 py-1 text-muted max-sm:min-h-11 max-sm:py-3">
          What is assumed of answers
        </summary>
        <div className="mt-1 grid grid-cols-2 items-end gap-3">
          {input("spread", "SD of a difference", plan?.assumed.spread)}
          {input("correlation", "Share between people", plan?.assumed.correlation)}
        </div>
      </details>
      <p className="col-span-2 text-xs text-muted">
        Differences are in {name}, {low} to {high}. Pay is in your currency. Nothing here is stored.
      </p>
    </div>
  );
}
