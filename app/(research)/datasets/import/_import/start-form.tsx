"use client";

import { Field, TextInput } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "../../../_shell/use-action-form.ts";
import { startImportAction } from "../actions.ts";

interface StartFormProps {
  importId: string;
  /** Of the new data set; null when it goes into one that is there. */
  name: string | null;
  label: string;
}

/** Begins to write: asks what a new data set is called. */
export function StartForm({ importId, name, label }: StartFormProps) {
  const { state, form } = useActionForm(startImportAction);
  return (
    <form {...form} className="grid max-w-xl gap-4" noValidate>
      <input type="hidden" name="importId" value={importId} />
      {name === null ? null : (
        <Field
          id="name"
          label="Name of the new data set"
          error={state.fields.name ?? state.error ?? undefined}
        >
          <TextInput
            id="name"
            name="name"
            defaultValue={name}
            required
            maxLength={120}
            autoComplete="off"
            invalid={state.error !== null}
          />
        </Field>
      )}
      <FormError>{name === null && state.error}</FormError>
      <div>
        <SubmitButton look="primary" pendingLabel="Starting…">
          {label}
        </SubmitButton>
      </div>
    </form>
  );
}
