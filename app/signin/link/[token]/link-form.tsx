"use client";

import { useState } from "react";
import { signInBy } from "../../../_entrance/ask-site.ts";
import { EntranceForm } from "../../../_entrance/entrance-form.tsx";
import { NewPasswordField } from "../../../_entrance/new-password-field.tsx";

interface LinkFormProps {
  token: string;
  mustChoosePassword: boolean;
}

/** The button that spends the link, with or without a new password. */
export function LinkForm({ token, mustChoosePassword }: LinkFormProps) {
  const [wanted, setWanted] = useState(false);
  const choosing = mustChoosePassword || wanted;

  async function spend(form: FormData) {
    const problem = await signInBy("link", {
      token,
      ...(choosing ? { password: String(form.get("password")) } : {}),
    });
    return problem === null ? { next: "/" } : { problem };
  }

  return (
    <EntranceForm enter={spend} label="Sign in" pendingLabel="Signing in…">
      {mustChoosePassword ? (
        <p className="text-sm">
          This is the first letter that reached your address. Choose a password: any older one, and whoever is
          signed in with it, is out then.
        </p>
      ) : (
        <label className="flex min-h-8 items-center gap-2 text-sm max-sm:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={wanted}
            onChange={(event) => setWanted(event.target.checked)}
          />
          Choose a new password too
        </label>
      )}
      {choosing ? <NewPasswordField label="New password" /> : null}
    </EntranceForm>
  );
}
