import { Field, TextInput } from "#components/ui/field.tsx";
import { canAsk } from "#lib/study/checks/attention-values.ts";
import { canRepeat } from "#lib/study/checks/consistent.ts";
import type { RaterChecks } from "#lib/study/checks/rater-checks.ts";
import type { StudyTemplate } from "#lib/study/template.ts";

interface CheckFieldsProps {
  template: Pick<StudyTemplate, "response">;
  errors: Readonly<Record<string, string>>;
  /** Of the study whose new version this is. */
  before?: RaterChecks;
}

/** Checks on raters, declared with the study: none unless asked for. */
export function CheckFields({ template: { response }, errors, before }: CheckFieldsProps) {
  const isWrong = Object.keys(errors).some((name) => name.startsWith("checks"));
  const number = (name: "attention" | "repeats" | "breakEvery", label: string, hint: string, min = 0) => {
    const id = `checks.${name}`;
    return (
      <Field id={id} label={label} hint={hint} error={errors[id]}>
        <TextInput
          id={id}
          name={id}
          type="number"
          min={min}
          defaultValue={before?.[name] || undefined}
          hinted
          invalid={id in errors}
        />
      </Field>
    );
  };
  return (
    <details open={isWrong || undefined} className="rounded-lg border border-line bg-surface px-4">
      <summary className="min-h-9 py-2 text-sm font-medium max-sm:min-h-11 max-sm:py-3">
        Checks: quiz, attention, repeated trials, breaks
      </summary>
      <label className="mb-4 flex min-h-8 items-start gap-2 max-sm:min-h-11">
        <input
          type="checkbox"
          name="checks.quiz"
          defaultChecked={before ? before.quiz !== null : false}
          className="mt-1 size-4 accent-accent"
        />
        <span>
          Quiz on the instruction
          <span className="block text-sm text-muted">
            Before practice, two tries. Who fails both is sent back and their place is free again: for people
            from a crowd platform.
          </span>
        </span>
      </label>
      <div className="mb-4 grid gap-4 sm:grid-cols-2">
        {canAsk(response)
          ? number(
              "attention",
              "Attention checks a person",
              "Each asks for one answer in words. Empty: none.",
            )
          : null}
        {canRepeat(response)
          ? number(
              "repeats",
              "Trials shown twice",
              "Up to half of them; the second answer checks the rater alone.",
            )
          : null}
        {number("breakEvery", "Break after so many pictures", "Five or more. Empty: none.", 5)}
      </div>
      {canAsk(response) ? null : (
        <p className="mb-4 max-w-prose text-sm text-muted">
          This template has no attention checks: its answers are no single words that a check could ask for.
        </p>
      )}
    </details>
  );
}
