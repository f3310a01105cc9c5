import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";

/** The id of the study a person means. @throws AppError `not_found`, `invalid` for a name that several have */
export async function findStudyId({ db, workspaceId }: Ctx, nameOrId: string): Promise<string> {
  const found = await db.study.findMany({
    where: { workspaceId, OR: [{ id: nameOrId }, { name: nameOrId }] },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  if (found.length === 1) return found[0].id;
  if (found.length === 0)
    throw new AppError("not_found", `There is no study "${nameOrId}": bin/whynot study list has them all.`);
  const ids = found.map(({ id }) => id).join(", ");
  throw new AppError("invalid", `${found.length} studies are called "${nameOrId}": give one of ${ids}.`);
}
