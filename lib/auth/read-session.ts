import { getToken } from "next-auth/jwt";
import type { Config } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { openContext, openServices } from "#lib/services/open-context.ts";
import { WORKSPACE_COOKIE } from "./workspace-cookie.ts";

export interface Cookie {
  name: string;
  value: string;
}

/** How old "last seen" may be before a request writes it anew. */
const SEEN_EVERY_MS = 10 * 60_000;

async function readToken(config: Config, cookies: readonly Cookie[]) {
  const request = {
    headers: {},
    cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])),
  };
  return getToken({
    req: request as unknown as Parameters<typeof getToken>[0]["req"],
    secret: config.secret(),
    secureCookie: config.publicUrl.startsWith("https:"),
  });
}

/** Who is signed in, in whatever workspace or none. */
export interface Person {
  userId: string;
  name: string;
  email: string;
  /** Oldest first. */
  memberships: { workspaceId: string; lastSeenAt: Date | null }[];
}

/** Signature and revocation are checked each time. @throws AppError `unauthenticated` */
export async function readPerson(config: Config, cookies: readonly Cookie[]): Promise<Person> {
  const token = await readToken(config, cookies);
  if (!token?.sub) throw new AppError("unauthenticated", "Sign in first.");
  const { db } = openServices(config);
  const user = await db.user.findUnique({
    where: { id: token.sub },
    select: {
      name: true,
      email: true,
      sessionVersion: true,
      memberships: { orderBy: { createdAt: "asc" }, select: { workspaceId: true, lastSeenAt: true } },
    },
  });
  if (!user || user.sessionVersion !== token.sessionVersion) {
    throw new AppError("unauthenticated", "You have been signed out. Sign in again.");
  }
  return { userId: token.sub, name: user.name, email: user.email, memberships: user.memberships };
}

/**
 * The context of the person whose cookies these are, in the workspace they chose last. Membership and role are checked
 * each time.
 * @throws AppError `unauthenticated`, or `forbidden` for someone who is in no workspace
 */
export async function readSession(config: Config, cookies: readonly Cookie[]): Promise<Ctx> {
  const { userId, memberships } = await readPerson(config, cookies);
  const wished = cookies.find((cookie) => cookie.name === WORKSPACE_COOKIE)?.value;
  const membership = memberships.find((one) => one.workspaceId === wished) ?? memberships[0];
  if (!membership)
    throw new AppError("forbidden", "You are not a member of any workspace. Ask its owner to invite you.");
  const { workspaceId, lastSeenAt } = membership;
  const ctx = await openContext(config, { actor: { kind: "user", userId }, workspaceId });
  const now = ctx.clock();
  if (!lastSeenAt || now.getTime() - lastSeenAt.getTime() > SEEN_EVERY_MS) {
    await ctx.db.membership.updateMany({ where: { workspaceId, userId }, data: { lastSeenAt: now } });
  }
  return ctx;
}
