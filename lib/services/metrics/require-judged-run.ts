import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** In place of a model's name, for maps that explain none here. */
export const NO_MODEL = "no model";

/** A run with the arms that are scored, and the judge that is asked for. */
export async function requireJudgedRun(ctx: Ctx, input: { runId: string; judgeId?: string }) {
  const run = await ctx.db.run.findFirst({
    where: { id: input.runId, workspaceId: ctx.workspaceId },
    include: {
      arms: {
        where: { targetRule: { not: "every" } },
        orderBy: { position: "asc" },
        include: { model: { select: { name: true } } },
      },
      judges: { include: { model: { select: { id: true, name: true } } } },
    },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const judge = run.judges.find(({ modelId }) => modelId === input.judgeId);
  if (input.judgeId !== undefined && !judge) {
    throw new AppError("not_found", "This model does not judge this run: choose one of its judges.");
  }
  const ends = [run, ...(judge ? [judge] : [])].map(({ finishedAt }) => finishedAt?.getTime() ?? "");
  return {
    ...run,
    judge: judge?.model ?? null,
    /** Nothing of it changes any more, but by work that is begun anew. */
    isOver: run.state === "succeeded" && (!judge || judge.state === "succeeded"),
    /** Names it as it stands. */
    key: [run.id, judge?.modelId ?? "own", ...ends].join(" "),
  };
}
