"use client";

import { Field, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "../../../_shell/use-action-form.ts";
import { importPlaceAction } from "../actions.ts";

interface PlaceFormProps {
  kind: keyof typeof KINDS;
  datasetId?: string;
  /** What may be imported from, as people write it. */
  places: readonly string[];
}

const KINDS = {
  folder: { label: "Folder or archive on the server", note: "Links are not followed." },
  s3: { label: "Folder in S3", note: "Asked with the key of this installation." },
};

/** Names a place that the server can read by itself. */
export function PlaceForm({ kind, datasetId, places }: PlaceFormProps) {
  const { state, form } = useActionForm(importPlaceAction);
  const { label, note } = KINDS[kind];
  const id = `${kind}-place`;
  return (
    <form {...form} className="grid max-w-xl gap-4" noValidate>
      <input type="hidden" name="kind" value={kind} />
      {datasetId ? <input type="hidden" name="datasetId" value={datasetId} /> : null}
      <Field
        id={id}
        label={label}
        hint={`Below ${places.join(" or ")}. ${note}`}
        error={state.error ?? undefined}
      >
        <TextInput
          id={id}
          name="place"
          hinted
          required
          invalid={state.error !== null}
          defaultValue={places[0].replace(/\/*$/, "/")}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <div>
        <SubmitButton pendingLabel="Asking…">Look at it</SubmitButton>
      </div>
    </form>
  );
}
