"use client";

import { useActionState } from "react";
import { Field, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../../_shell/action-state.ts";
import { finishImportAction } from "../actions.ts";

/** Gives the model its name: the last step. */
export function FinishForm({ importId, proposed }: { importId: string; proposed: string }) {
  const [state, send] = useActionState(finishImportAction, NOTHING_SENT);
  const error = state.fields.name ?? state.error ?? undefined;
  return (
    <form action={send} className="flex max-w-xl flex-wrap items-end gap-3" noValidate>
      <input type="hidden" name="importId" value={importId} />
      <div className="min-w-56 flex-1">
        <Field id="name" label="Name of the model" error={error}>
          <TextInput id="name" name="name" defaultValue={proposed} invalid={Boolean(error)} maxLength={120} />
        </Field>
      </div>
      <SubmitButton pendingLabel="Importing…">Import</SubmitButton>
    </form>
  );
}
