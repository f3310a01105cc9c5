"use client";

import { useActionState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { startEveryClassAction } from "./actions.ts";

/** Starts a run that makes the maps of every class on the images of this one. */
export function EveryClassForm({ runId }: { runId: string }) {
  const [state, send] = useActionState(startEveryClassAction, NOTHING_SENT);
  return (
    <form action={send}>
      <input type="hidden" name="runId" value={runId} />
      <SubmitButton look="secondary" pendingLabel="Starting…">
        Make maps of every class
      </SubmitButton>
      {state.error ? (
        <p role="alert" className="mt-2 text-sm text-danger">
          {state.error}
        </p>
      ) : null}
    </form>
  );
}
