import { requireCan } from "#lib/auth/can.ts";
import type { Role } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { type Page, type PageRequest, toPage } from "../keyset.ts";

export interface Member {
  userId: string;
  name: string;
  email: string;
  role: Role;
  since: Date;
  /** To ten minutes; null for someone who has not been here yet. */
  lastSeen: Date | null;
}

const PAGE_SIZE = 100;

/** Who belongs to the workspace, in the order their accounts were made. */
export async function listMembers(ctx: Ctx, request: PageRequest = {}): Promise<Page<Member>> {
  requireCan(ctx, "people:read");
  const { after, before } = request;
  const memberships = await ctx.db.membership.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(before ? { userId: { lt: before } } : after ? { userId: { gt: after } } : {}),
    },
    include: { user: { select: { name: true, email: true } } },
    orderBy: { userId: before ? "desc" : "asc" },
    take: PAGE_SIZE + 1,
  });
  const page = toPage(memberships, PAGE_SIZE, request, ({ userId }) => userId);
  return {
    ...page,
    rows: page.rows.map(({ userId, user, role, createdAt, lastSeenAt }) => ({
      userId,
      ...user,
      role,
      since: createdAt,
      lastSeen: lastSeenAt,
    })),
  };
}
