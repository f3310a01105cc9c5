"use client";

import { Field, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "../../_shell/use-action-form.ts";
import { createClassAction } from "./actions.ts";

export function NewClassForm({ datasetId, revision }: { datasetId: string; revision: number }) {
  const {
    state: { error },
    form,
  } = useActionForm(createClassAction);
  return (
    <form {...form} key={revision} className="mt-4 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <input type="hidden" name="datasetId" value={datasetId} />
      <input type="hidden" name="revision" value={revision} />
      <Field id="new-class" label="New class" error={error ?? undefined}>
        <TextInput id="new-class" name="name" maxLength={200} required invalid={error !== null} />
      </Field>
      <SubmitButton look="secondary" pendingLabel="Adding…">
        Add class
      </SubmitButton>
    </form>
  );
}
