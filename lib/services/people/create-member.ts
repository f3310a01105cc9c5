import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { generatePassword, hashPassword } from "#lib/auth/password.ts";
import { Role } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

export const CreateMember = z.object({
  email: z.email().max(200).toLowerCase(),
  name: z.string().trim().min(1).max(100),
  role: z.enum(Role),
});

/**
 * Adds a person to the workspace. Someone new to the installation gets an account with a generated password, which
 * only this call returns: hand it over, they change it.
 * @throws AppError `conflict` for someone who is a member already
 */
export async function createMember(
  ctx: Ctx,
  input: z.input<typeof CreateMember>,
): Promise<{ userId: string; password: string | null }> {
  const { email, name, role } = CreateMember.parse(input);
  requireCan(ctx, "people:manage");
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    const known = await tx.user.findUnique({ where: { email }, include: { memberships: true } });
    if (known?.memberships.some((one) => one.workspaceId === ctx.workspaceId)) {
      throw new AppError("conflict", `${email} is a member of this workspace already.`);
    }
    const user = known ?? (await tx.user.create({ data: { id: newId(), email, name, passwordHash } }));
    await tx.membership.create({ data: { workspaceId: ctx.workspaceId, userId: user.id, role } });
    await audit(tx, ctx, "people.create", `user:${user.id}`, { email, role });
    return { userId: user.id, password: known ? null : password };
  });
}
