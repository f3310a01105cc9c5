"use client";

import { useActionState } from "react";
import { Field, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { changePasswordAction, signOutEverywhereAction } from "../actions.ts";

/** One's own password and sessions. */
export function AccountForms() {
  const [changed, change] = useActionState(changePasswordAction, NOTHING_SENT);
  const [left, leave] = useActionState(signOutEverywhereAction, NOTHING_SENT);
  const error = changed.error ?? left.error;
  return (
    <div className="grid gap-4">
      {error ? (
        <Notice tone="danger" live>
          {error}
        </Notice>
      ) : null}
      <form action={change} className="grid gap-4 sm:grid-cols-3">
        <Field id="current" label="Current password">
          <TextInput id="current" name="current" type="password" autoComplete="current-password" required />
        </Field>
        <Field id="next" label="New password" hint="At least 10 characters.">
          <TextInput
            id="next"
            name="next"
            type="password"
            autoComplete="new-password"
            minLength={10}
            hinted
            required
          />
        </Field>
        <Field id="again" label="New password again">
          <TextInput
            id="again"
            name="again"
            type="password"
            autoComplete="new-password"
            minLength={10}
            required
          />
        </Field>
        <div className="flex flex-wrap items-center gap-3 sm:col-span-3">
          <SubmitButton look="secondary" pendingLabel="Changing…">
            Change password
          </SubmitButton>
          <span className="text-sm text-muted">Every session of yours ends, this one too.</span>
        </div>
      </form>
      <form action={leave}>
        <SubmitButton look="secondary" pendingLabel="Signing out…">
          Sign out everywhere
        </SubmitButton>
      </form>
    </div>
  );
}
