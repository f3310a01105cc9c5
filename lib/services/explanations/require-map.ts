import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

const WITH = {
  image: { select: { id: true, displaySha256: true, fileName: true } },
  metrics: { orderBy: { metricId: "asc" }, include: { judge: { select: { id: true, name: true } } } },
  arm: {
    include: {
      run: { select: { id: true, workspaceId: true } },
      model: { select: { id: true, name: true, classNames: true } },
    },
  },
} as const;

/** A map with its arm, image and scores. One of another workspace does not exist. @throws AppError `not_found` */
export async function requireMap(ctx: Ctx, mapId: string) {
  const map = await ctx.db.saliencyMap.findFirst({
    where: { id: mapId, arm: { run: { workspaceId: ctx.workspaceId } } },
    include: WITH,
  });
  if (!map) throw new AppError("not_found", "There is no such saliency map in this workspace.");
  return map;
}
