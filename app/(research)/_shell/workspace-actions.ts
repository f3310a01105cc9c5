"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { findPerson } from "#lib/auth/session.ts";
import { workspaceCookie } from "#lib/auth/workspace-cookie.ts";
import { readConfig } from "#lib/config.ts";

/** Goes to another workspace of the person's; anything else changes nothing. */
export async function switchWorkspaceAction(form: FormData): Promise<void> {
  const wished = String(form.get("workspaceId"));
  const person = await findPerson();
  if (person?.memberships.some(({ workspaceId }) => workspaceId === wished)) {
    (await cookies()).set(workspaceCookie(readConfig(), wished));
  }
  redirect("/");
}
