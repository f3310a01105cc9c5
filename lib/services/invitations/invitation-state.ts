import { AppError } from "#lib/errors.ts";

export type InvitationState = "open" | "used" | "revoked" | "expired";

interface Dates {
  usedAt: Date | null;
  revokedAt: Date | null;
  expiresAt: Date;
}

export function invitationState({ usedAt, revokedAt, expiresAt }: Dates, now: Date): InvitationState {
  if (usedAt) return "used";
  if (revokedAt) return "revoked";
  return expiresAt <= now ? "expired" : "open";
}

const CLOSED: Record<Exclude<InvitationState, "open">, string> = {
  used: "This invitation has been used. If it was you, sign in; if not, ask for a new one.",
  revoked: "This invitation was taken back. Ask whoever sent it for a new one.",
  expired: "This invitation has expired. Ask whoever sent it for a new one.",
};

/** @throws AppError `gone` unless it can be used now */
export function requireOpen(dates: Dates, now: Date): void {
  const state = invitationState(dates, now);
  if (state !== "open") throw new AppError("gone", CLOSED[state], { state });
}
