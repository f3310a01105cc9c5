"use client";

import { Field, TextInput } from "#components/ui/field.tsx";
import { postJson, signInBy } from "../../_entrance/ask-site.ts";
import { EntranceForm } from "../../_entrance/entrance-form.tsx";
import { NewPasswordField } from "../../_entrance/new-password-field.tsx";

interface JoinFormProps {
  token: string;
  /** The only address that may join. */
  email: string | null;
}

/** Makes an account, joins, signs in and goes on to the first page. */
export function JoinForm({ token, email }: JoinFormProps) {
  async function join(form: FormData) {
    const account = {
      name: String(form.get("name")),
      email: email ?? String(form.get("email")),
      password: String(form.get("password")),
    };
    const problem = await postJson(`/api/join/${token}`, { account });
    if (problem !== null) return { problem };
    const left = await signInBy("credentials", { email: account.email, password: account.password });
    return { next: left === null ? "/" : "/signin" };
  }

  return (
    <EntranceForm enter={join} label="Make an account and join" pendingLabel="Joining…">
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
    </EntranceForm>
  );
}
