"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { postJson } from "../_entrance/ask-site.ts";

/** Asks for a letter with a link to sign in; says the same whether the address has an account or not. */
export function MailLinkForm() {
  const [said, setSaid] = useState<{ tone: "info" | "danger"; text: string } | null>(null);
  const [pending, setPending] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("link-email"));
    setPending(true);
    const problem = await postJson("/api/sign-in-links", { email });
    setPending(false);
    setSaid(
      problem === null
        ? {
            tone: "info",
            text: "If this address has an account, a letter with a link is on its way. It works for 20 minutes.",
          }
        : { tone: "danger", text: problem },
    );
  }

  return (
    <details className="mt-8 text-sm">
      <summary className="link inline-flex min-h-6 cursor-pointer items-center max-sm:min-h-11">
        Sign in by e-mail instead
      </summary>
      <form onSubmit={send} className="mt-3 grid gap-3" method="post">
        {said ? (
          <Notice tone={said.tone} live>
            {said.text}
          </Notice>
        ) : null}
        <Field id="link-email" label="Address of your account">
          <TextInput id="link-email" name="link-email" type="email" autoComplete="email" required />
        </Field>
        <Button type="submit" disabled={pending} className="min-h-10">
          {pending ? "Asking…" : "Send me a link"}
        </Button>
      </form>
    </details>
  );
}
