import path from "node:path";
import type { ImportSettings } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** @throws AppError `unavailable` where data sets are not imported */
export function importSettings({ imports }: Ctx): ImportSettings {
  if (!imports) throw new AppError("unavailable", "Data sets cannot be imported here.");
  return imports;
}

/** The folder of what belongs to an import. */
export const uploadsOf = (ctx: Ctx, importId: string) =>
  path.join(importSettings(ctx).uploadsFolder, importId);

/** Every problem of its last look or import, as CSV. */
export const problemsOf = (ctx: Ctx, importId: string) => path.join(uploadsOf(ctx, importId), "problems.csv");
