import { newLinkToken } from "#lib/auth/link-token.ts";
import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "../context.ts";

interface NewLink {
  userId: string;
  minutes: number;
  madeById: string | null;
  /** null: mailed */
  workspaceId: string | null;
}

/** Keeps the hash of a new link, drops the person's dead ones, and returns the path with the token. */
export async function keepSignInLink(tx: Tx, ctx: Ctx, link: NewLink): Promise<string> {
  const { userId, minutes, madeById, workspaceId } = link;
  const now = ctx.clock();
  const { token, tokenHash } = newLinkToken();
  const { sessionVersion } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  await tx.signInLink.deleteMany({
    where: { userId, OR: [{ expiresAt: { lte: now } }, { usedAt: { not: null } }] },
  });
  await tx.signInLink.create({
    data: {
      id: newId(now.getTime()),
      userId,
      tokenHash,
      sessionVersion,
      expiresAt: new Date(now.getTime() + minutes * 60_000),
      madeById,
      workspaceId,
      createdAt: now,
    },
  });
  return `/signin/link/${token}`;
}
