import type { StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import { comparableArms, defaultArms } from "#lib/study/resolve-comparison.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { NoArms } from "./no-arms.tsx";

interface ArmFieldsProps {
  choices: readonly StudyChoice[];
  run: StudyChoice;
  template: StudyTemplate;
  /** Those chosen to begin with; unless given, those that the template can compare. */
  chosen?: readonly string[];
}

/**
 * The arms of a run that have maps of as many classes as the template shows, those chosen that it can compare. Mount it anew for another
 * run or template.
 */
export function ArmFields({ choices, run, template, chosen }: ArmFieldsProps) {
  const arms = comparableArms(template, run.arms);
  if (arms.length === 0) return <NoArms choices={choices} template={template} />;
  const fitting = new Set(chosen ?? defaultArms(template, run.arms).map(({ id }) => id));
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Arms to compare</legend>
      <ul className="grid gap-x-4 rounded-lg border border-line bg-surface px-4 py-2 sm:grid-cols-2">
        {arms.map((arm) => (
          <li key={arm.id}>
            <label className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
              <input
                type="checkbox"
                name="arm"
                value={arm.id}
                defaultChecked={fitting.has(arm.id)}
                className="size-4 accent-accent"
              />
              {arm.label}
            </label>
          </li>
        ))}
      </ul>
      {fitting.size === 0 ? (
        <p className="mt-1 max-w-prose text-sm text-muted">
          {template.shows.kind === "after-training"
            ? "No arm of this run explains the class that the model predicts: start a run with that target."
            : "No arm of this run fits this template."}
        </p>
      ) : null}
    </fieldset>
  );
}
