import { explainsOf } from "#lib/explain/explains-of.ts";
import { IMPORTED } from "#lib/explain/imported.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { armClasses } from "#lib/study/arm-classes.ts";
import type { ComparableArm } from "#lib/study/resolve-comparison.ts";
import { statementOf } from "#lib/study/statement.ts";

/** What decides which templates an arm of a run can be compared in. */
export function comparedAs(arm: {
  explainerId: string;
  options: unknown;
  targetRule: string;
}): Pick<ComparableArm, "statement" | "classes"> {
  const explainer = arm.explainerId === IMPORTED ? null : findExplainer(arm.explainerId);
  return {
    statement: statementOf(explainsOf(arm), arm.targetRule),
    classes: armClasses(arm, explainer),
  };
}
