"use client";

import { useActionState } from "react";
import { Field, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../../_shell/action-state.ts";
import { importServerFolderAction } from "../actions.ts";

interface ServerFolderFormProps {
  datasetId?: string;
  /** Folders that may be imported from. */
  folders: readonly string[];
}

/** Names a folder or an archive that lies on the server. */
export function ServerFolderForm({ datasetId, folders }: ServerFolderFormProps) {
  const [state, send] = useActionState(importServerFolderAction, NOTHING_SENT);
  return (
    <form action={send} className="grid max-w-xl gap-4" noValidate>
      {datasetId ? <input type="hidden" name="datasetId" value={datasetId} /> : null}
      <Field
        id="path"
        label="Folder or archive on the server"
        hint={`Below ${folders.join(" or ")}. Links are not followed.`}
        error={state.error ?? undefined}
      >
        <TextInput
          id="path"
          name="path"
          hinted
          required
          invalid={state.error !== null}
          defaultValue={`${folders[0]}/`}
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
