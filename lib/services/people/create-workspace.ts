import { z } from "zod";
import { generatePassword, hashPassword } from "#lib/auth/password.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

export const CreateWorkspace = z.object({
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "use lower-case letters, digits and hyphens, at most 40"),
  name: z.string().trim().min(1).max(100),
  ownerEmail: z.email().max(200).toLowerCase(),
  ownerName: z.string().trim().min(1).max(100),
});

/**
 * A workspace and its first owner, who gets an account with a generated password unless they have one. Only for
 * whoever owns the machine; the context's own workspace plays no part.
 * @throws AppError `forbidden`, `conflict` when the slug is taken
 */
export async function createWorkspace(
  ctx: Omit<Ctx, "workspaceId">,
  input: z.input<typeof CreateWorkspace>,
): Promise<{ workspaceId: string; password: string | null }> {
  const { slug, name, ownerEmail: email, ownerName } = CreateWorkspace.parse(input);
  if (ctx.actor.kind !== "system")
    throw new AppError("forbidden", "Only the server's command line can do this.");
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    const taken = await tx.workspace.findUnique({ where: { slug } });
    if (taken) throw new AppError("conflict", `There is a workspace "${slug}" already.`);
    const known = await tx.user.findUnique({ where: { email } });
    const user =
      known ?? (await tx.user.create({ data: { id: newId(), email, name: ownerName, passwordHash } }));
    const workspaceId = newId();
    await tx.workspace.create({
      data: { id: workspaceId, slug, name, memberships: { create: { userId: user.id, role: "owner" } } },
    });
    await audit(tx, { ...ctx, workspaceId }, "workspace.create", `workspace:${workspaceId}`, { slug });
    return { workspaceId, password: known ? null : password };
  });
}
