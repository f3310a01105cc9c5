import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import type { Model } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** The workspace's FC model that knows the classes, if there is one; a run without such a model then has no judge. */
export const BASELINE = "baseline";

/** Which model judges all maps of a run: "baseline", a model's id, or none. */
export const JudgeWish = z.string().min(1).nullable().default(null);

/**
 * The model that a wish names.
 * @param classNames every class that maps of the run may be about
 * @throws AppError `not_found`, or `invalid` for a model that does not know the classes
 */
export async function chooseJudge(
  tx: Tx,
  ctx: Ctx,
  wish: z.output<typeof JudgeWish>,
  classNames: readonly string[],
): Promise<Model | null> {
  if (wish === null) return null;
  const { workspaceId } = ctx;
  if (wish === BASELINE) {
    const where = { workspaceId, kind: "fc" as const, classNames: { hasEvery: [...classNames] } };
    return tx.model.findFirst({ where, orderBy: { id: "asc" } });
  }
  const model = await tx.model.findFirst({ where: { id: wish, workspaceId } });
  if (!model)
    throw new AppError("not_found", "The judge is no model of this workspace: choose one of its models.");
  const unknown = classNames.filter((name) => !model.classNames.includes(name));
  if (unknown.length === 0) return model;
  throw new AppError(
    "invalid",
    `"${model.name}" cannot judge these maps: it does not know ${unknown.slice(0, 5).join(", ")}. Choose a model that knows the same classes.`,
  );
}
