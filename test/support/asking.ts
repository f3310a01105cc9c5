import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";

/** Whose context it is. */
export function idOf({ actor }: Pick<Ctx, "actor">): string {
  if (actor.kind !== "user") throw new Error("a person was expected");
  return actor.userId;
}

/** The same for someone who is not signed in. */
export const anonymous = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: "anonymous" }, workspaceId: "" });

/** "done", or how it was refused. */
export async function outcome(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
