"use client";

import { useActionState } from "react";
import { Field, Select } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../../_shell/action-state.ts";
import { inspectDatasetAction } from "../actions.ts";

interface ReadingFormProps {
  importId: string;
  /** As somebody said; null: as it looks. */
  format: string | null;
  detected: string;
  formats: readonly { id: string; name: string }[];
  /** Whether classes are added to those of the data set; null for a new data set, which takes all. */
  newClasses: boolean | null;
}

/** How the files are read, to be changed: then they are looked at again. */
export function ReadingForm({ importId, format, detected, formats, newClasses }: ReadingFormProps) {
  const [state, send] = useActionState(inspectDatasetAction, NOTHING_SENT);
  return (
    <form action={send} className="grid max-w-xl gap-4">
      <input type="hidden" name="importId" value={importId} />
      <Field id="format" label="Layout" hint="Another one is tried without writing anything.">
        <Select id="format" name="format" hinted defaultValue={format ?? ""}>
          <option value="">{detected}</option>
          {formats.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {newClasses === null ? null : (
        <>
          <input type="hidden" name="asksClasses" value="yes" />
          <label className="flex min-h-8 items-center gap-2 text-sm">
            <input type="checkbox" name="newClasses" defaultChecked={newClasses} className="size-4" />
            Add classes the data set does not have yet
          </label>
        </>
      )}
      <FormError>{state.error}</FormError>
      <div>
        <SubmitButton pendingLabel="Asking…">Look again</SubmitButton>
      </div>
    </form>
  );
}
