import { AppError } from "#lib/errors.ts";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { explainers, findExplainer } from "#lib/explain/registry.ts";
import { parseOptions, refuseModel } from "#lib/explain/run-explainer.ts";
import type { OpenedModel } from "./open-models.ts";

/** One method on one model. */
export interface PlannedRun {
  model: OpenedModel;
  explainer: Explainer;
  /** With every default filled in. */
  options: Record<string, unknown>;
}

/** Picks scouter+ or scouter- by the model. */
const ALIAS = "scouter";

/**
 * Every method on every model it fits. With several models a method may fit some only; one that fits none is an error.
 * @param options of the single method, or by method id
 * @throws AppError `invalid`
 */
export function planRuns(
  models: readonly OpenedModel[],
  methods: readonly string[],
  options: Record<string, unknown>,
): PlannedRun[] {
  return methods.flatMap((method) => {
    const known = method === ALIAS ? null : find(method);
    const refusals: unknown[] = [];
    const runs = models.flatMap((model) => {
      const explainer = known ?? findExplainer(model.view.kind === "scouter-" ? "scouter-" : "scouter+");
      try {
        refuseModel(explainer, model.view);
      } catch (refusal) {
        refusals.push(refusal);
        return [];
      }
      const chosen = parseOptions(explainer, optionsOf(method, methods, options));
      return [{ model, explainer, options: chosen as Record<string, unknown> }];
    });
    if (runs.length === 0) throw refusals[0];
    return runs;
  });
}

function find(method: string): Explainer {
  const explainer = explainers.get(method);
  if (explainer) return explainer;
  const known = [ALIAS, ...explainers.keys()].join(", ");
  throw new AppError("invalid", `There is no method "${method}". Known methods: ${known}.`);
}

function optionsOf(method: string, methods: readonly string[], options: Record<string, unknown>): unknown {
  const keys = Object.keys(options);
  if (keys.length > 0 && keys.every((key) => methods.includes(key))) return options[method];
  if (methods.length === 1 || keys.length === 0) return options;
  throw new AppError(
    "invalid",
    `With several methods, --options names the method: {"${methods[0]}": {...}}. Its keys are ${keys.join(", ")}.`,
  );
}
