"use client";

import { useActionState, useState } from "react";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Role } from "#lib/db/generated/client.ts";
import { inviteAction } from "../actions.ts";
import { NO_LINK } from "./link-state.ts";
import { MadeLink } from "./made-link.tsx";

interface InviteFormProps {
  roles: readonly Role[];
  /** What each role is for. */
  words: Record<Role, string>;
  /** Whether there is a mail server. */
  mails: boolean;
}

const VALID_DAYS = [
  [1, "1 day"],
  [7, "7 days"],
  [30, "30 days"],
] as const;

const CHECK = "flex min-h-8 items-center gap-2 text-sm max-sm:min-h-11";

export function InviteForm({ roles, words, mails }: InviteFormProps) {
  const [state, invite] = useActionState(inviteAction, NO_LINK);
  const [role, setRole] = useState<Role>("annotator");
  const [email, setEmail] = useState("");
  const [validDays, setValidDays] = useState("7");
  const [byMail, setByMail] = useState(mails);
  const sends = mails && byMail && email !== "";
  return (
    <form action={invite} className="grid max-w-2xl gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="role" label="Role" hint={`Who ${words[role]}.`}>
          <Select
            id="role"
            name="role"
            value={role}
            onChange={(event) => setRole(event.target.value as Role)}
            hinted
          >
            {roles.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
        <Field id="validDays" label="Works for" hint="Once, within this time.">
          <Select
            id="validDays"
            name="validDays"
            value={validDays}
            onChange={(event) => setValidDays(event.target.value)}
            hinted
          >
            {VALID_DAYS.map(([days, label]) => (
              <option key={days} value={days}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field
        id="email"
        label="Only for this e-mail address (optional)"
        hint="Left empty, whoever holds the link may join."
        error={state.fields.email}
      >
        <TextInput
          id="email"
          name="email"
          type="email"
          autoComplete="off"
          maxLength={200}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          hinted
          invalid={Boolean(state.fields.email)}
        />
      </Field>
      {mails && email !== "" ? (
        <label className={CHECK}>
          <input
            type="checkbox"
            name="byMail"
            className="size-4 accent-accent"
            checked={byMail}
            onChange={(event) => setByMail(event.target.checked)}
          />
          Send it to that address instead of showing it here
        </label>
      ) : null}
      {role === "owner" ? (
        <label className={CHECK}>
          <input type="checkbox" name="confirmOwner" required className="size-4 accent-accent" />
          Another owner may do everything here, also remove me
        </label>
      ) : null}
      <div>
        <SubmitButton pendingLabel={sends ? "Sending…" : "Making…"}>
          {sends ? "Send the invitation" : "Make a link"}
        </SubmitButton>
      </div>
      <MadeLink state={state} />
    </form>
  );
}
