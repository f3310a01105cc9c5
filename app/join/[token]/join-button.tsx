"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { postJson } from "../../_entrance/ask-site.ts";

/** Joins as the person signed in. */
export function JoinButton({ token }: { token: string }) {
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function join() {
    setPending(true);
    const problem = await postJson(`/api/join/${token}`, {});
    if (problem === null) window.location.assign("/");
    else {
      setPending(false);
      setError(problem);
    }
  }

  return (
    <div className="grid gap-4">
      {error ? (
        <Notice tone="danger" live>
          {error}
        </Notice>
      ) : null}
      <Button look="primary" onClick={join} disabled={pending} className="min-h-10">
        {pending ? "Joining…" : "Join the workspace"}
      </Button>
    </div>
  );
}
