import { AppError } from "#lib/errors.ts";
import type { StudyTemplate } from "../template.ts";
import { acceptReject } from "./accept-reject.ts";
import { bestWorst } from "./best-worst.ts";
import { forwardSimulation } from "./forward-simulation.ts";
import { hiveAgreement } from "./hive-agreement.ts";
import { hiveDistinction } from "./hive-distinction.ts";
import { pairwisePreference } from "./pairwise-preference.ts";
import { plausibilityRating } from "./plausibility-rating.ts";
import { pointing } from "./pointing.ts";
import { ranking } from "./ranking.ts";
import { regionBrush } from "./region-brush.ts";
import { sideBySide } from "./side-by-side.ts";
import { whyNotRating } from "./why-not-rating.ts";

/** In the order in which they are offered: what convinces, what people do with it, what they would go by themselves. */
export const TEMPLATES: readonly StudyTemplate[] = [
  plausibilityRating,
  whyNotRating,
  pairwisePreference,
  sideBySide,
  ranking,
  bestWorst,
  hiveAgreement,
  hiveDistinction,
  acceptReject,
  forwardSimulation,
  regionBrush,
  pointing,
];

export const templateIds = TEMPLATES.map((template) => template.id);

/** @throws AppError `not_found` for an id or version this installation does not have. */
export function requireTemplate(id: string, version?: number): StudyTemplate {
  const found = TEMPLATES.find((t) => t.id === id && (version === undefined || t.version === version));
  if (!found)
    throw new AppError(
      "not_found",
      `There is no study template "${id}". Choose one of: ${templateIds.join(", ")}.`,
    );
  return found;
}
