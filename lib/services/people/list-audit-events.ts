import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { type Page, type PageRequest, toPage } from "../keyset.ts";
import { actorNames } from "./actor-names.ts";

export interface AuditEntry {
  id: string;
  /** A person's name, or "job", "command line" ... */
  actor: string;
  action: string;
  resource: string;
  at: Date;
}

const PAGE_SIZE = 50;

/** Who did what, newest first. */
export async function listAuditEvents(ctx: Ctx, request: PageRequest = {}): Promise<Page<AuditEntry>> {
  requireCan(ctx, "audit:read");
  const { after, before } = request;
  const events = await ctx.db.auditEvent.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(before ? { id: { gt: before } } : after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: before ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
  });
  const page = toPage(events, PAGE_SIZE, request, (event) => event.id);
  const names = await actorNames(
    ctx.db,
    page.rows.map((event) => event.actor),
  );
  return {
    ...page,
    rows: page.rows.map(({ id, actor, action, resource, at }) => ({
      id,
      actor: names.get(actor) ?? actor,
      action,
      resource,
      at,
    })),
  };
}
