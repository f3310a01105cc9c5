import { AppError } from "#lib/errors.ts";
import type { StudyTemplate } from "../template.ts";
import { plausibilityRating } from "./plausibility-rating.ts";

const TEMPLATES: readonly StudyTemplate[] = [plausibilityRating];

export const templateIds = TEMPLATES.map((template) => template.id);

/** @throws AppError `not_found` for an id or version this installation does not have. */
export function requireTemplate(id: string, version?: number): StudyTemplate {
  const found = TEMPLATES.find((t) => t.id === id && (version === undefined || t.version === version));
  if (!found)
    throw new AppError("not_found", `There is no study template "${id}". Choose one of: ${templateIds}.`);
  return found;
}
