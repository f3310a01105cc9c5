"use server";

import { AppError } from "#lib/errors.ts";
import { changePassword } from "#lib/services/people/change-password.ts";
import { removeMember } from "#lib/services/people/remove-member.ts";
import { signOutEverywhere } from "#lib/services/people/sign-out-everywhere.ts";
import type { ActionState } from "../_shell/action-state.ts";
import { runAction } from "../_shell/run-action.ts";

/** Ends every session of the account, this one too: the way back in is the sign-in page. */
export async function changePasswordAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(async (ctx) => {
    const next = String(form.get("next"));
    if (next !== form.get("again"))
      throw new AppError("invalid", "The two new passwords differ: type them again.");
    await changePassword(ctx, { current: String(form.get("current")), next });
    return "/signin";
  });
}

export async function signOutEverywhereAction(_: ActionState): Promise<ActionState> {
  return runAction(async (ctx) => {
    if (ctx.actor.kind === "user") await signOutEverywhere(ctx, { userId: ctx.actor.userId });
    return "/signin";
  });
}

export async function leaveAction(_: ActionState): Promise<ActionState> {
  return runAction(async (ctx) => {
    if (ctx.actor.kind === "user") await removeMember(ctx, { userId: ctx.actor.userId });
    return "/";
  });
}
