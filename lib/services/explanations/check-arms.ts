import type { ModelKind as DatabaseModelKind, Model } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { parseOptions, refuseModel } from "#lib/explain/run-explainer.ts";
import { lacksByConfig } from "#lib/scouter/classifier-config.ts";
import type { ModelKind } from "#lib/tensor/model-view.ts";

export interface ArmInput {
  label: string;
  explainerId: string;
  modelId: string;
  options: Record<string, unknown>;
  targetRule: string;
  seed: number | null;
}

/** The database's words for the kinds of model, and those of lib/tensor. */
export const MODEL_KINDS = {
  fc: "fc",
  scouter_plus: "scouter+",
  scouter_minus: "scouter-",
  onnx: "onnx",
} as const satisfies Record<DatabaseModelKind, ModelKind>;

/** lib/explain/registry.ts, handed in: it brings the maths, which the site loads only when a run is started. */
export type ExplainerRegistry = ReadonlyMap<string, Explainer>;

/** Rules that name a class by how much the classifier confuses it with the true one. */
export const needsSimilarity = (rule: string): boolean => rule === "least-similar" || rule === "most-similar";
/** One map for each class the model knows: the why and why-not of all of them. */
export const EVERY_CLASS = "every";

/**
 * Whether an arm's maps are scored. Maps of every class are there to be looked at: most of these classes are neither the
 * model's answer nor a fair comparison, and evidence against the true class is noise.
 */
export const isJudged = (rule: string): boolean => rule !== EVERY_CLASS;

/** Maps an arm makes of one image. */
export const mapsPerImage = (rule: string, classCount: number): number =>
  rule === EVERY_CLASS ? classCount : 1;

/** Rules that start from the true class. */
export const needsTruth = (rule: string): boolean => rule === "true" || needsSimilarity(rule);

/**
 * Checks each arm against its model and returns the arms with every option filled in.
 * @throws AppError `invalid` naming the arm and what to change.
 */
export function checkArms(
  arms: readonly ArmInput[],
  models: ReadonlyMap<string, Model>,
  explainers: ExplainerRegistry,
): ArmInput[] {
  const labels = new Set<string>();
  return arms.map((arm) => {
    if (labels.has(arm.label)) {
      throw invalid(
        arm,
        "another arm has the same label: change a setting of one, or give it a label of its own.",
        { field: "label" },
      );
    }
    labels.add(arm.label);
    const model = models.get(arm.modelId);
    if (!model) throw invalid(arm, "its model is not in this workspace: choose one from the list of models.");
    checkTarget(arm, model);
    return { ...arm, options: checkExplainer(arm, model, explainers) };
  });
}

function checkExplainer(arm: ArmInput, model: Model, explainers: ExplainerRegistry): Record<string, unknown> {
  const explainer = explainers.get(arm.explainerId);
  if (!explainer) {
    const known = [...explainers.keys()].join(", ");
    throw invalid(arm, `there is no explainer "${arm.explainerId}": choose one of ${known}.`);
  }
  try {
    refuseModel(explainer, { kind: MODEL_KINDS[model.kind], lacks: lacksByConfig(model.config) });
    return parseOptions(explainer, arm.options) as Record<string, unknown>;
  } catch (error) {
    throw error instanceof AppError ? invalid(arm, error.message, error.details) : error;
  }
}

function checkTarget(arm: ArmInput, model: Model): void {
  const rule = arm.targetRule;
  if (rule === "predicted" || rule === EVERY_CLASS || needsTruth(rule)) return;
  const index = /^class:(\d+)$/.exec(rule)?.[1];
  if (index === undefined) {
    throw invalid(
      arm,
      `target rule "${rule}" is unknown: use true, predicted, least-similar, most-similar, every or class:<index>.`,
      { field: "targetRule" },
    );
  }
  if (Number(index) >= model.classNames.length) {
    throw invalid(
      arm,
      `"${model.name}" has ${model.classNames.length} classes (0 to ${model.classNames.length - 1}), not a class ${index}.`,
      { field: "targetRule" },
    );
  }
}

/** @param details which `field` of the arm is wrong, or which options (`issues`) */
function invalid(arm: ArmInput, what: string, details: Record<string, unknown> = {}): AppError {
  return new AppError("invalid", `Arm "${arm.label}": ${what}`, { ...details, arm: arm.label });
}
