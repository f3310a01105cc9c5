import type { Explainer } from "./define-explainer.ts";
import { IMPORTED, ImportedOptions } from "./imported.ts";
import { findExplainer } from "./registry.ts";

/** What an arm's maps show of their class. @throws AppError `invalid` for a method that does not exist */
export function explainsOf(arm: { explainerId: string; options: unknown }): Explainer["explains"] {
  if (arm.explainerId === IMPORTED) return ImportedOptions.parse(arm.options).explains;
  return findExplainer(arm.explainerId).explains;
}
