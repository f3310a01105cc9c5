"use client";

import { useActionState, useState } from "react";
import { Field, Select, TextArea, TextInput } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { ClassDetail } from "#lib/services/classes/list-classes.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { updateClassAction } from "./actions.ts";
import { treeOrder } from "./class-order.ts";

interface ClassFormProps {
  datasetId: string;
  revision: number;
  current: ClassDetail;
  classes: readonly ClassDetail[];
}

/** What is known of one class. */
export function ClassForm({ datasetId, revision, current, classes }: ClassFormProps) {
  const [{ error, fields }, send] = useActionState(updateClassAction, NOTHING_SENT);
  // React empties a form that was sent: after a mistake it begins with what was typed.
  const [typed, setTyped] = useState<FormData | null>(null);
  const value = (name: string, known: string | number | null) => String(typed?.get(name) ?? known ?? "");
  const submit = (form: FormData) => {
    setTyped(form);
    send(form);
  };
  const holder = (key: number) => classes.find(({ shortcut, id }) => shortcut === key && id !== current.id);
  return (
    <form action={submit} className="grid gap-4" key={typed ? JSON.stringify([...typed]) : ""}>
      <input type="hidden" name="datasetId" value={datasetId} />
      <input type="hidden" name="revision" value={revision} />
      <input type="hidden" name="classId" value={current.id} />
      <Field id="class-name" label="Name" error={fields.name}>
        <TextInput
          id="class-name"
          name="name"
          defaultValue={value("name", current.name)}
          maxLength={200}
          required
          invalid={Boolean(fields.name)}
        />
      </Field>
      <Field
        id="class-description"
        label="What belongs to it"
        hint="Annotators read this."
        error={fields.description}
      >
        <TextArea
          id="class-description"
          name="description"
          rows={3}
          defaultValue={value("description", current.description)}
          hinted
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="class-parent" label="Under" error={fields.parentId}>
          <Select id="class-parent" name="parentId" defaultValue={value("parentId", current.parentId)}>
            <option value="">the top</option>
            {treeOrder(classes)
              .filter(({ node }) => node.id !== current.id)
              .map(({ node, depth }) => (
                <option key={node.id} value={node.id}>
                  {"\u2003".repeat(depth)}
                  {node.name}
                </option>
              ))}
          </Select>
        </Field>
        <Field id="class-shortcut" label="Key in the region editor" error={fields.shortcut}>
          <Select id="class-shortcut" name="shortcut" defaultValue={value("shortcut", current.shortcut)}>
            <option value="">none</option>
            {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((key) => (
              <option key={key} value={key}>
                {key}
                {holder(key) ? `, now ${holder(key)?.name}` : ""}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <FormError>{error}</FormError>
      <div>
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
      </div>
    </form>
  );
}
