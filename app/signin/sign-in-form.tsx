"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signInBy } from "../_entrance/ask-site.ts";

/** @param next the path to go on to */
export function SignInForm({ next }: { next: string }) {
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    const problem = await signInBy("credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
    });
    if (problem === null) {
      window.location.assign(next);
      return;
    }
    setPending(false);
    setError(problem);
    password.current?.focus();
  }

  return (
    <form onSubmit={send} className="grid gap-4" method="post">
      {error ? (
        <Notice tone="danger" live>
          {error}
        </Notice>
      ) : null}
      <Field id="email" label="E-mail address">
        <TextInput id="email" name="email" type="email" autoComplete="username" required />
      </Field>
      <Field id="password" label="Password">
        <input
          ref={password}
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          className="min-h-9 w-full rounded-md border border-edge bg-surface px-3 py-1.5 text-base max-sm:min-h-11 max-sm:text-[16px]"
        />
      </Field>
      <Button type="submit" look="primary" disabled={pending} className="min-h-10">
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
