import type { Mail } from "./compose-mail.ts";

interface InvitationWords {
  to: string;
  workspace: string;
  role: string;
  /** A name; without one the workspace invites by itself. */
  invitedBy: string | undefined;
  expiresAt: Date;
  path: string;
}

export function invitationMail({ to, workspace, role, invitedBy, expiresAt, path }: InvitationWords): Mail {
  return {
    to,
    subject: `Join ${workspace} on Whynot`,
    paragraphs: [
      `${invitedBy ? `${invitedBy} invites you` : "You are invited"} to the workspace ${workspace} on Whynot, as ${role}.`,
      `The link works once, until ${expiresAt.toISOString().slice(0, 10)}, and only for ${to}.`,
    ],
    link: { label: "Join the workspace", path },
    footer: "If you did not expect this, leave it: nothing happens unless you join.",
  };
}
