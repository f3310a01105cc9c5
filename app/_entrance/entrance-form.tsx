"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

interface EntranceFormProps {
  /** Asks the site; gives what went wrong, in words, or the address to go on to. */
  enter: (form: FormData) => Promise<{ problem: string } | { next: string }>;
  label: string;
  pendingLabel: string;
  /** What has to be filled in. */
  children?: ReactNode;
}

/** A form that opens a door: it leaves the page when it could, and says why where it could not. */
export function EntranceForm({ enter, label, pendingLabel, children }: EntranceFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setPending(true);
    const answer = await enter(new FormData(form));
    if ("next" in answer) {
      window.location.assign(answer.next);
      return;
    }
    setPending(false);
    setProblem(answer.problem);
    // Most often it is the password that was mistyped.
    form.querySelector<HTMLInputElement>("input[autocomplete=current-password]")?.focus();
  }

  return (
    <form onSubmit={send} className="grid gap-4" method="post">
      {problem ? (
        <Notice tone="danger" live>
          {problem}
        </Notice>
      ) : null}
      {children}
      <Button type="submit" look="primary" disabled={pending} className="min-h-10">
        {pending ? pendingLabel : label}
      </Button>
    </form>
  );
}
