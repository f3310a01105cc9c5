"use client";

import { Field, TextInput } from "#components/ui/field.tsx";
import { signInBy } from "../_entrance/ask-site.ts";
import { EntranceForm } from "../_entrance/entrance-form.tsx";

/** @param next the path to go on to */
export function SignInForm({ next }: { next: string }) {
  async function signIn(form: FormData) {
    const problem = await signInBy("credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
    });
    return problem === null ? { next } : { problem };
  }

  return (
    <EntranceForm enter={signIn} label="Sign in" pendingLabel="Signing in…">
      <Field id="email" label="E-mail address">
        <TextInput id="email" name="email" type="email" autoComplete="username" required />
      </Field>
      <Field id="password" label="Password">
        <TextInput id="password" name="password" type="password" autoComplete="current-password" required />
      </Field>
    </EntranceForm>
  );
}
