"use client";

import { useActionState } from "react";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { leaveAction } from "../actions.ts";

/** Ends one's own membership, after a second word. */
export function LeaveForm({ workspaceName }: { workspaceName: string }) {
  const [state, leave] = useActionState(leaveAction, NOTHING_SENT);
  return (
    <details className="mt-4">
      <summary className="link inline-flex min-h-8 cursor-pointer items-center text-sm max-sm:min-h-11">
        Leave {workspaceName}
      </summary>
      <form action={leave} className="mt-2 grid max-w-prose gap-3">
        <p className="text-sm text-muted">
          You lose access at once, and links you made for others stop working. What you did stays. Coming back
          takes a new invitation.
        </p>
        {state.error ? (
          <Notice tone="danger" live>
            {state.error}
          </Notice>
        ) : null}
        <div>
          <SubmitButton look="danger" pendingLabel="Leaving…">
            Leave the workspace
          </SubmitButton>
        </div>
      </form>
    </details>
  );
}
