import { getToken } from "next-auth/jwt";
import type { Config } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { openContext, openServices } from "#lib/services/open-context.ts";

export interface Cookie {
  name: string;
  value: string;
}

/** Which of their workspaces a person works in; set by the workspace switcher, checked against memberships here. */
export const WORKSPACE_COOKIE = "whynot-workspace";

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

/**
 * The context of the person whose cookies these are. Signature, revocation, membership and role are checked each time.
 * @throws AppError `unauthenticated`, or `forbidden` for someone who is in no workspace
 */
export async function readSession(config: Config, cookies: readonly Cookie[]): Promise<Ctx> {
  const token = await readToken(config, cookies);
  if (!token?.sub) throw new AppError("unauthenticated", "Sign in first.");
  const { db } = openServices(config);
  const user = await db.user.findUnique({
    where: { id: token.sub },
    select: {
      sessionVersion: true,
      memberships: { orderBy: { createdAt: "asc" }, select: { workspaceId: true } },
    },
  });
  if (!user || user.sessionVersion !== token.sessionVersion) {
    throw new AppError("unauthenticated", "You have been signed out. Sign in again.");
  }
  const wished = cookies.find((cookie) => cookie.name === WORKSPACE_COOKIE)?.value;
  const membership = user.memberships.find((one) => one.workspaceId === wished) ?? user.memberships[0];
  if (!membership)
    throw new AppError("forbidden", "You are not a member of any workspace. Ask its owner to add you.");
  return openContext(config, {
    actor: { kind: "user", userId: token.sub },
    workspaceId: membership.workspaceId,
  });
}
