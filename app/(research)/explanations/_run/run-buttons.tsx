"use client";

import { useActionState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { cancelRunAction, retryRunAction } from "../actions.ts";

interface RunButtonsProps {
  runId: string;
  mayCancel: boolean;
  mayRetry: boolean;
}

export function RunButtons({ runId, mayCancel, mayRetry }: RunButtonsProps) {
  const [cancelled, cancel] = useActionState(cancelRunAction, NOTHING_SENT);
  const [retried, retry] = useActionState(retryRunAction, NOTHING_SENT);
  const error = cancelled.error ?? retried.error;
  return (
    <>
      {error ? (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      ) : null}
      {mayCancel ? (
        <form action={cancel}>
          <input type="hidden" name="runId" value={runId} />
          <SubmitButton look="danger" pendingLabel="Cancelling…">
            Cancel run
          </SubmitButton>
        </form>
      ) : null}
      {mayRetry ? (
        <form action={retry}>
          <input type="hidden" name="runId" value={runId} />
          <SubmitButton look="primary" pendingLabel="Starting…">
            Retry
          </SubmitButton>
        </form>
      ) : null}
    </>
  );
}
