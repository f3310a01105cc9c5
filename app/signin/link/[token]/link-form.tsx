"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signInBy } from "../../../_entrance/ask-site.ts";
import { NewPasswordField } from "../../../_entrance/new-password-field.tsx";

interface LinkFormProps {
  token: string;
  mustChoosePassword: boolean;
}

/** The button that spends the link, with or without a new password. */
export function LinkForm({ token, mustChoosePassword }: LinkFormProps) {
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [wanted, setWanted] = useState(false);
  const choosing = mustChoosePassword || wanted;

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get("password");
    setPending(true);
    const problem = await signInBy("link", { token, ...(choosing ? { password: String(password) } : {}) });
    if (problem === null) window.location.assign("/");
    else {
      setPending(false);
      setError(problem);
    }
  }

  return (
    <form onSubmit={send} className="grid gap-4" method="post">
      {error ? (
        <Notice tone="danger" live>
          {error}
        </Notice>
      ) : null}
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
      <Button type="submit" look="primary" disabled={pending} className="min-h-10">
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
