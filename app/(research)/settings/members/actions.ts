"use server";

import { revalidatePath } from "next/cache";
import { readConfig } from "#lib/config.ts";
import type { Role } from "#lib/db/generated/client.ts";
import type { Ctx } from "#lib/services/context.ts";
import { createInvitation } from "#lib/services/invitations/create-invitation.ts";
import type { HandedOver } from "#lib/services/invitations/hand-over.ts";
import { renewInvitation } from "#lib/services/invitations/renew-invitation.ts";
import { revokeInvitation } from "#lib/services/invitations/revoke-invitation.ts";
import { changeRole } from "#lib/services/people/change-role.ts";
import { removeMember } from "#lib/services/people/remove-member.ts";
import { createSignInLink } from "#lib/services/sign-in-links/create-sign-in-link.ts";
import type { ActionState } from "../../_shell/action-state.ts";
import { runAction } from "../../_shell/run-action.ts";
import type { LinkState } from "./_members/link-state.ts";

/** Runs a verb that makes a link; the link itself goes to the one who made it and nowhere else. */
async function makeLink(work: (ctx: Ctx) => Promise<HandedOver>): Promise<LinkState> {
  let made: HandedOver | undefined;
  const state = await runAction(async (ctx) => {
    made = await work(ctx);
    revalidatePath("/settings/members");
    return undefined;
  });
  if (!made) return { ...state, made: null };
  const { path, mailedTo, problem } = made;
  return { ...state, made: { mailedTo, problem, url: path && new URL(path, readConfig().publicUrl).href } };
}

export async function inviteAction(_: LinkState, form: FormData): Promise<LinkState> {
  return makeLink((ctx) =>
    createInvitation(ctx, {
      role: form.get("role") as Role,
      email: String(form.get("email") ?? "") || undefined,
      validDays: Number(form.get("validDays")),
      confirmOwner: form.get("confirmOwner") === "on",
      byMail: form.get("byMail") === "on",
    }),
  );
}

export async function renewAction(_: LinkState, form: FormData): Promise<LinkState> {
  return makeLink((ctx) =>
    renewInvitation(ctx, { id: String(form.get("id")), byMail: form.get("byMail") === "true" }),
  );
}

export async function signInLinkAction(_: LinkState, form: FormData): Promise<LinkState> {
  return makeLink(async (ctx) => {
    const path = await createSignInLink(ctx, { userId: String(form.get("userId")) });
    return { path, mailedTo: null, problem: null };
  });
}

export async function revokeAction(_: ActionState, form: FormData): Promise<ActionState> {
  return change((ctx) => revokeInvitation(ctx, { id: String(form.get("id")) }));
}

export async function changeRoleAction(_: ActionState, form: FormData): Promise<ActionState> {
  return change((ctx) =>
    changeRole(ctx, { userId: String(form.get("userId")), role: form.get("role") as Role }),
  );
}

export async function removeAction(_: ActionState, form: FormData): Promise<ActionState> {
  return change((ctx) => removeMember(ctx, { userId: String(form.get("userId")) }));
}

function change(work: (ctx: Ctx) => Promise<void>): Promise<ActionState> {
  return runAction(async (ctx) => {
    await work(ctx);
    revalidatePath("/settings/members");
    return undefined;
  });
}
