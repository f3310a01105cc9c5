import type { Role } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Actor, Ctx } from "#lib/services/context.ts";

const EVERYONE: readonly Role[] = ["owner", "researcher", "curator", "reviewer", "annotator", "viewer"];
const STAFF: readonly Role[] = ["owner", "researcher", "curator", "reviewer", "viewer"];
const RESEARCHERS: readonly Role[] = ["owner", "researcher"];
const CURATORS: readonly Role[] = ["owner", "researcher", "curator"];
const OWNERS: readonly Role[] = ["owner"];

/**
 * Which roles of a workspace may do what. Annotators see images and regions only: methods and results would tell them
 * what they are about to judge.
 */
const PERMISSIONS = {
  "dataset:read": EVERYONE,
  "dataset:write": CURATORS,
  "dataset:export": STAFF,
  "region:write": ["owner", "researcher", "curator", "annotator"],
  "region:review": ["owner", "researcher", "curator", "reviewer"],
  "model:read": STAFF,
  "model:write": RESEARCHERS,
  "run:read": STAFF,
  "run:start": RESEARCHERS,
  "run:cancel": RESEARCHERS,
  "job:read": STAFF,
  "study:read": STAFF,
  "study:manage": RESEARCHERS,
  "report:read": STAFF,
  "report:export": ["owner", "researcher", "reviewer"],
  "people:read": STAFF,
  "people:manage": OWNERS,
  "audit:read": OWNERS,
  "workspace:manage": OWNERS,
} satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof PERMISSIONS;
export const ACTIONS = Object.keys(PERMISSIONS) as Action[];

/** Anything that belongs to a workspace. */
export interface Owned {
  workspaceId: string;
}

export function roleCan(role: Role, action: Action): boolean {
  return (PERMISSIONS[action] as readonly Role[]).includes(role);
}

/** Jobs and the command line act for someone who was allowed to start them; the anonymous may do nothing here. */
export function can(actor: Actor, action: Action): boolean {
  if (actor.kind === "user") return roleCan(actor.role, action);
  return actor.kind === "job" || actor.kind === "system";
}

/**
 * Every verb's second beat.
 * @param resource the row concerned, if it has been read already: one of another workspace does not exist for the asker
 * @throws AppError `unauthenticated`, `forbidden`, or `not_found`
 */
export function requireCan(ctx: Ctx, action: Action, resource?: Owned): void {
  if (ctx.actor.kind === "anonymous") throw new AppError("unauthenticated", "Sign in first.");
  if (resource && resource.workspaceId !== ctx.workspaceId) {
    throw new AppError("not_found", "There is no such thing in this workspace.");
  }
  if (can(ctx.actor, action)) return;
  const role = ctx.actor.kind === "user" ? ctx.actor.role : ctx.actor.kind;
  throw new AppError("forbidden", `Your role (${role}) does not allow this. Ask an owner of the workspace.`, {
    action,
  });
}
