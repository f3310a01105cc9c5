"use client";

import { Field, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "../../_shell/use-action-form.ts";
import { freezeVersionAction } from "./actions.ts";

/** Freezes the data set as it is now, with what the version is for. */
export function FreezeForm({ datasetId }: { datasetId: string }) {
  const {
    state: { error },
    form,
  } = useActionForm(freezeVersionAction);
  return (
    <form {...form} className="mb-8 grid max-w-2xl items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <input type="hidden" name="datasetId" value={datasetId} />
      <Field id="note" label="What the new version is for" error={error ?? undefined}>
        <TextInput
          id="note"
          name="note"
          maxLength={2000}
          placeholder="e.g. after the second review"
          invalid={error !== null}
        />
      </Field>
      <SubmitButton pendingLabel="Freezing…">Freeze a version</SubmitButton>
    </form>
  );
}
