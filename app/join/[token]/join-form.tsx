"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { postJson, signInBy } from "../../_entrance/ask-site.ts";
import { NewPasswordField } from "../../_entrance/new-password-field.tsx";

interface JoinFormProps {
  token: string;
  /** The only address that may join. */
  email: string | null;
}

/** Makes an account, joins, signs in and goes on to the first page. */
export function JoinForm({ token, email }: JoinFormProps) {
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const account = {
      name: String(form.get("name")),
      email: email ?? String(form.get("email")),
      password: String(form.get("password")),
    };
    setPending(true);
    const problem = await postJson(`/api/join/${token}`, { account });
    if (problem === null) {
      const { email, password } = account;
      const left = await signInBy("credentials", { email, password });
      window.location.assign(left === null ? "/" : "/signin");
      return;
    }
    setPending(false);
    setError(problem);
  }

  return (
    <form onSubmit={send} className="grid gap-4" method="post">
      {error ? (
        <Notice tone="danger" live>
          {error}
        </Notice>
      ) : null}
      <Field id="name" label="Your name" hint="As the others of the workspace see it.">
        <TextInput id="name" name="name" autoComplete="name" maxLength={100} hinted required />
      </Field>
      <Field
        id="email"
        label="E-mail address"
        hint={email ? "The invitation is for this address." : "You sign in with it."}
      >
        <TextInput
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          maxLength={200}
          defaultValue={email ?? undefined}
          readOnly={email !== null}
          hinted
          required
        />
      </Field>
      <NewPasswordField />
      <Button type="submit" look="primary" disabled={pending} className="min-h-10">
        {pending ? "Joining…" : "Make an account and join"}
      </Button>
    </form>
  );
}
