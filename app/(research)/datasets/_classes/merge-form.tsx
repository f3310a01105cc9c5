"use client";

import { useActionState } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { Field, Select } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { ClassDetail } from "#lib/services/classes/list-classes.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { mergeClassesAction } from "./actions.ts";

interface MergeFormProps {
  datasetId: string;
  revision: number;
  current: ClassDetail;
  classes: readonly ClassDetail[];
}

/** Ends a class by giving all it has to another. */
export function MergeForm({ datasetId, revision, current, classes }: MergeFormProps) {
  const [{ error }, send] = useActionState(mergeClassesAction, NOTHING_SENT);
  return (
    <form action={send} className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <input type="hidden" name="datasetId" value={datasetId} />
      <input type="hidden" name="revision" value={revision} />
      <input type="hidden" name="classId" value={current.id} />
      <Field id="merge-into" label="Merge it into" error={error ?? undefined}>
        <Select id="merge-into" name="intoId" defaultValue="" required invalid={error !== null}>
          <option value="" disabled>
            choose a class
          </option>
          {classes
            .filter(({ id }) => id !== current.id)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </Select>
      </Field>
      <SubmitButton look="danger" pendingLabel="Merging…">
        Merge
      </SubmitButton>
      <p className="text-xs text-muted sm:col-span-2">
        Its {formatCount(current.imageCount)} images and {formatCount(current.regionCount)} regions go there;
        frozen versions keep their names. It can be undone.
      </p>
    </form>
  );
}
