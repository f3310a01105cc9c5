"use client";

import { useActionState } from "react";
import { Field, Select } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Role } from "#lib/db/generated/client.ts";
import { ActionButton } from "../../../_shell/action-button.tsx";
import { NOTHING_SENT } from "../../../_shell/action-state.ts";
import { changeRoleAction, removeAction, signInLinkAction } from "../actions.ts";
import { NO_LINK } from "./link-state.ts";
import { MadeLink } from "./made-link.tsx";
import { RowDialog } from "./row-dialog.tsx";

interface MemberActionsProps {
  userId: string;
  name: string;
  role: Role;
  roles: readonly Role[];
  isSelf: boolean;
}

export function MemberActions({ userId, name, role, roles, isSelf }: MemberActionsProps) {
  const [changed, change] = useActionState(changeRoleAction, NOTHING_SENT);
  const [link, makeLink] = useActionState(signInLinkAction, NO_LINK);
  const id = `role-${userId}`;
  return (
    <RowDialog title={name}>
      <form action={change} className="flex items-end gap-2">
        <input type="hidden" name="userId" value={userId} />
        <div className="min-w-0 grow">
          <Field id={id} label="Role" error={changed.error ?? undefined}>
            <Select id={id} name="role" key={role} defaultValue={role} invalid={Boolean(changed.error)}>
              {roles.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          </Field>
        </div>
        <SubmitButton look="secondary" pendingLabel="Changing…" className="min-h-9">
          Change role
        </SubmitButton>
      </form>
      {isSelf ? null : (
        <>
          <form action={makeLink} className="grid gap-2">
            <input type="hidden" name="userId" value={userId} />
            <p className="text-sm text-muted">
              Someone who forgot their password signs in by a link from you, which works once within a day.
              The audit log names you.
            </p>
            <div>
              <SubmitButton look="secondary" pendingLabel="Making…">
                Make a sign-in link
              </SubmitButton>
            </div>
            <MadeLink state={link} />
          </form>
          <div className="grid gap-2">
            <p className="text-sm text-muted">
              Whoever is removed is out at once, and links they made stop working. What they did stays.
            </p>
            <ActionButton action={removeAction} fields={{ userId }} look="danger" pendingLabel="Removing…">
              Remove from the workspace
            </ActionButton>
          </div>
        </>
      )}
    </RowDialog>
  );
}
