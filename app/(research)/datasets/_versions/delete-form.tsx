"use client";

import { useActionState } from "react";
import { Field, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { deleteDatasetAction } from "./actions.ts";

/** Deletes a data set for whoever types its name. */
export function DeleteDatasetForm({ datasetId, name }: { datasetId: string; name: string }) {
  const [{ error }, send] = useActionState(deleteDatasetAction, NOTHING_SENT);
  return (
    <details className="max-w-2xl rounded-lg border border-line px-4 py-3">
      <summary className="min-h-6 cursor-pointer font-medium">Delete this data set</summary>
      <p className="mt-2 text-sm text-muted">
        Its images, regions, classes and unused versions are deleted and cannot be brought back. It is refused
        while a run, training or study uses one of its versions.
      </p>
      <form action={send} className="mt-3 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <input type="hidden" name="datasetId" value={datasetId} />
        <Field id="name" label={`Type “${name}” to delete it`} error={error ?? undefined}>
          <TextInput id="name" name="name" autoComplete="off" required invalid={error !== null} />
        </Field>
        <SubmitButton look="danger" pendingLabel="Deleting…">
          Delete data set
        </SubmitButton>
      </form>
    </details>
  );
}
