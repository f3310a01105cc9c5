import { redirect } from "next/navigation";
import { findPerson } from "#lib/auth/session.ts";
import { Entrance } from "../_entrance/entrance.tsx";
import { SignOutButton } from "../(research)/_shell/sign-out-button.tsx";

export const metadata = { title: "No workspace" };

/** Where someone lands who is signed in and belongs nowhere, or not any more. */
export default async function NoWorkspacePage() {
  const person = await findPerson();
  if (!person) redirect("/signin");
  if (person.memberships.length > 0) redirect("/");
  return (
    <Entrance title="You are in no workspace">
      <p className="mb-4 text-muted">
        You are signed in as {person.email}, and no workspace has you as a member. Ask an owner for an
        invitation and open its link here: your account stays.
      </p>
      <SignOutButton asLink />
    </Entrance>
  );
}
