import Link from "next/link";
import { Moment } from "#components/ui/moment.tsx";
import { findPerson } from "#lib/auth/session.ts";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { getInvitation, type InvitationOffer } from "#lib/services/invitations/get-invitation.ts";
import { openContext } from "#lib/services/open-context.ts";
import { Entrance } from "../../_entrance/entrance.tsx";
import { SignOutButton } from "../../(research)/_shell/sign-out-button.tsx";
import { JoinButton } from "./join-button.tsx";
import { JoinForm } from "./join-form.tsx";

export const metadata = { title: "Join a workspace" };

const CLOSED: Record<"used" | "revoked" | "expired", [title: string, advice: string]> = {
  used: ["This invitation has been used", "It worked once. If it was you who joined, sign in."],
  revoked: ["This invitation was taken back", "Ask whoever sent it for a new one."],
  expired: ["This invitation has expired", "Ask whoever sent it for a new one."],
};

async function findOffer(token: string): Promise<InvitationOffer | undefined> {
  const ctx = await openContext(readConfig(), { actor: { kind: "anonymous" }, workspaceId: "" });
  try {
    return await getInvitation(ctx, token);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  }
}

export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [offer, person] = await Promise.all([findOffer(token), findPerson()]);
  if (!offer) {
    return (
      <Entrance title="There is no such invitation">
        <p className="text-muted">
          Check that the whole link was copied. If it was, it has been replaced by a newer one: ask whoever
          sent it.
        </p>
      </Entrance>
    );
  }
  const isMember = person?.memberships.some(({ workspaceId }) => workspaceId === offer.workspaceId);
  if (isMember) {
    return (
      <Entrance title={`You are a member of ${offer.workspaceName}`}>
        <p className="text-muted">There is nothing left to do with this link.</p>
        <OnLink href="/">Open Whynot</OnLink>
      </Entrance>
    );
  }
  if (offer.state !== "open") {
    const [title, advice] = CLOSED[offer.state];
    return (
      <Entrance title={title}>
        <p className="text-muted">{advice}</p>
        <OnLink href="/signin">Sign in</OnLink>
      </Entrance>
    );
  }
  return (
    <Entrance title={`Join ${offer.workspaceName}`}>
      <p className="mb-6 text-muted">
        {offer.invitedBy ? `${offer.invitedBy} invites you` : "You are invited"} as{" "}
        <strong className="font-medium text-ink">{offer.role}</strong>. The link works once, until{" "}
        <Moment at={offer.expiresAt} />.
      </p>
      <HowToJoin token={token} offer={offer} person={person} />
    </Entrance>
  );
}

function OnLink({ href, children }: { href: string; children: string }) {
  return (
    <p className="mt-6">
      <Link href={href} className="link inline-block min-h-6">
        {children}
      </Link>
    </p>
  );
}

interface HowToJoinProps {
  token: string;
  offer: InvitationOffer;
  person: Awaited<ReturnType<typeof findPerson>>;
}

function HowToJoin({ token, offer, person }: HowToJoinProps) {
  if (!person) {
    return (
      <>
        <JoinForm token={token} email={offer.email} />
        <OnLink href={`/signin?callbackUrl=${encodeURIComponent(`/join/${token}`)}`}>
          I have an account: sign in to join
        </OnLink>
      </>
    );
  }
  if (offer.email && offer.email !== person.email) {
    return (
      <>
        <p>
          The invitation is for <strong className="font-medium">{offer.email}</strong>, and you are signed in
          as <strong className="font-medium">{person.email}</strong>. Sign out, then open the link again.
        </p>
        <SignOutButton asLink to={`/join/${token}`} />
      </>
    );
  }
  return (
    <>
      <JoinButton token={token} />
      <p className="mt-4 text-sm text-muted">
        You are signed in as {person.name}, {person.email}. Not you?
      </p>
      <SignOutButton asLink to={`/join/${token}`} />
    </>
  );
}
