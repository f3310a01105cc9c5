"use client";

import { postJson } from "../../_entrance/ask-site.ts";
import { EntranceForm } from "../../_entrance/entrance-form.tsx";

/** Joins as the person signed in. */
export function JoinButton({ token }: { token: string }) {
  async function join() {
    const problem = await postJson(`/api/join/${token}`, {});
    return problem === null ? { next: "/" } : { problem };
  }
  return <EntranceForm enter={join} label="Join the workspace" pendingLabel="Joining…" />;
}
