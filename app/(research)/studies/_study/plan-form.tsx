"use client";

import { useId } from "react";
import { Field, Select, TextArea, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Contrast } from "#lib/services/studies/list-contrasts.ts";
import { useActionForm } from "../../_shell/use-action-form.ts";
import { lockStudyAction } from "../actions.ts";

interface PlanFormProps {
  studyId: string;
  contrasts: readonly Contrast[];
  /** People who would be a pilot. */
  joined: number;
}

/** What a person adds to a study's design before it is locked. */
export function PlanForm({ studyId, contrasts, joined }: PlanFormProps) {
  const { state, form } = useActionForm(lockStudyAction);
  const id = useId();
  const error = (name: string) => state.fields[name];
  const field = (name: string) => ({ id: `${id}-${name}`, name, invalid: Boolean(error(name)) });
  return (
    <details className="rounded-lg border border-line bg-surface px-4" open={state.error ? true : undefined}>
      <summary className="min-h-9 py-2 text-sm font-medium max-sm:min-h-11 max-sm:py-3">
        Write down the plan and lock it
      </summary>
      <form {...form} className="grid max-w-2xl gap-4 pb-4" noValidate>
        <input type="hidden" name="studyId" value={studyId} />
        {state.error ? (
          <Notice tone="danger" title="The plan was not locked" live>
            {state.error}
          </Notice>
        ) : null}
        <Field
          id={`${id}-hypotheses`}
          label="Hypotheses"
          hint="What you expect, and of which methods."
          error={error("hypotheses")}
        >
          <TextArea {...field("hypotheses")} rows={4} hinted />
        </Field>
        <Field
          id={`${id}-contrast`}
          label="Primary contrast"
          hint="The mean difference, first less second. All other pairs are secondary."
          error={error("primaryContrast")}
        >
          <Select {...field("contrast")} hinted defaultValue="">
            <option value="">none: means are estimated, nothing is tested first</option>
            {contrasts.map(({ first, second, label }) => (
              <option key={`${first} ${second}`} value={`${first} ${second}`}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <div className="grid gap-4 sm:grid-cols-[160px_minmax(0,1fr)]">
          <Field id={`${id}-targetRaters`} label="Raters to analyse" error={error("targetRaters")}>
            <TextInput {...field("targetRaters")} type="number" min={2} />
          </Field>
          <Field
            id={`${id}-stoppingRule`}
            label="Stopping rule"
            hint="When the study ends, whatever it shows."
            error={error("stoppingRule")}
          >
            <TextInput {...field("stoppingRule")} hinted />
          </Field>
        </div>
        <p className="max-w-prose text-sm text-muted">
          Locking cannot be undone; a change is a new study.{" "}
          {joined > 0
            ? `The ${joined} who have joined so far become a pilot: they are not in the primary analysis.`
            : "Nobody has joined yet: everybody will be in the primary analysis."}
        </p>
        <div>
          <SubmitButton pendingLabel="Locking…">Lock the plan</SubmitButton>
        </div>
      </form>
    </details>
  );
}
