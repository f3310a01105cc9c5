"use client";

import { useActionState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ActionButton } from "../../../_shell/action-button.tsx";
import { renewAction, revokeAction } from "../actions.ts";
import { NO_LINK } from "./link-state.ts";
import { MadeLink } from "./made-link.tsx";
import { RowDialog } from "./row-dialog.tsx";

interface InvitationActionsProps {
  id: string;
  whom: string;
  mails: boolean;
}

export function InvitationActions({ id, whom, mails }: InvitationActionsProps) {
  const [state, renew] = useActionState(renewAction, NO_LINK);
  return (
    <RowDialog title={`Invitation for ${whom}`}>
      <form action={renew} className="grid gap-2">
        <input type="hidden" name="id" value={id} />
        <p className="text-sm text-muted">
          A new link works as long again; the one from before stops working.
        </p>
        <div className="flex flex-wrap gap-2">
          <SubmitButton look="secondary" pendingLabel="Making…">
            Make a new link
          </SubmitButton>
          {mails ? (
            <SubmitButton look="secondary" pendingLabel="Sending…" name="byMail" value="true">
              Send a new link
            </SubmitButton>
          ) : null}
        </div>
        <MadeLink state={state} />
      </form>
      <ActionButton action={revokeAction} fields={{ id }} look="danger" pendingLabel="Revoking…">
        Revoke it
      </ActionButton>
    </RowDialog>
  );
}
