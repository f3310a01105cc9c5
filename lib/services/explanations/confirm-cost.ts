import { AppError } from "#lib/errors.ts";
import { wholePasses } from "#lib/explain/cost/passes.ts";
import { isAbove, type RunEstimate, USUAL_COST_LIMIT } from "#lib/explain/cost/run-cost.ts";
import type { Ctx } from "../context.ts";

/** Whether a run of this cost is started only when it was confirmed. */
export const needsConfirmation = (ctx: Ctx, estimate: RunEstimate): boolean =>
  isAbove(estimate, ctx.costLimit ?? USUAL_COST_LIMIT);

/**
 * A run above the limit is started only by someone who was told what it costs: `confirmedCost` are the passes they agreed to.
 * @throws AppError `conflict` with the estimate, and the number to confirm it with, in its details
 */
export function requireConfirmed(ctx: Ctx, estimate: RunEstimate, confirmedCost: number | undefined): void {
  const passes = wholePasses(estimate);
  if (!needsConfirmation(ctx, estimate) || (confirmedCost ?? 0) >= passes) return;
  const minutes = Math.ceil(estimate.elapsedMs / 60_000);
  const time = minutes > 0 ? `, ${estimate.isTimed ? "about" : "at least"} ${minutes} min` : "";
  throw new AppError(
    "conflict",
    `This run takes ${passes.toLocaleString("en-US")} passes through the network${time}: confirm that it is worth it ("confirmedCost": ${passes}), or choose fewer images, cheaper methods or fewer samples.`,
    { confirmedCost: passes, estimate },
  );
}
