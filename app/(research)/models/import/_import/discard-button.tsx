"use client";

import { useActionState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../../_shell/action-state.ts";
import { discardImportAction } from "../actions.ts";

export function DiscardButton({ importId }: { importId: string }) {
  const [state, send] = useActionState(discardImportAction, NOTHING_SENT);
  return (
    <form action={send} className="flex items-center gap-3">
      <input type="hidden" name="importId" value={importId} />
      {state.error ? (
        <p role="alert" className="text-sm text-danger">
          {state.error}
        </p>
      ) : null}
      <SubmitButton look="danger" pendingLabel="Discarding…">
        Discard
      </SubmitButton>
    </form>
  );
}
