import type { CrowdSettings } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** @throws AppError `unavailable` where this process was not given what platforms need */
export function requireCrowd({ crowd }: Pick<Ctx, "crowd">): CrowdSettings {
  if (crowd) return crowd;
  throw new AppError("unavailable", "Crowd platforms are not set up here.");
}
