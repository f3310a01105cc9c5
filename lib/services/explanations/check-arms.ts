import type { Model } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { explainers } from "#lib/explain/registry.ts";

export interface ArmInput {
  label: string;
  explainerId: string;
  modelId: string;
  options: Record<string, unknown>;
  targetRule: string;
}

const KIND_NAMES = { fc: "an FC model", scouter_plus: "a SCOUTER+ model", scouter_minus: "a SCOUTER− model" };

/** Rules that name a class by how much the classifier confuses it with the true one. */
export const needsSimilarity = (rule: string): boolean => rule === "least-similar" || rule === "most-similar";
/** One map for each class the model knows: the why and why-not of all of them. */
export const EVERY_CLASS = "every";

/** Maps an arm makes of one image. */
export const mapsPerImage = (rule: string, classCount: number): number =>
  rule === EVERY_CLASS ? classCount : 1;

/** Rules that start from the true class. */
export const needsTruth = (rule: string): boolean => rule === "true" || needsSimilarity(rule);

/**
 * Checks each arm against its model and returns the arms with every option filled in.
 * @throws AppError `invalid` naming the arm and what to change.
 */
export function checkArms(arms: readonly ArmInput[], models: ReadonlyMap<string, Model>): ArmInput[] {
  const labels = new Set<string>();
  return arms.map((arm) => {
    if (labels.has(arm.label)) throw invalid(arm, "another arm has the same label: give each its own");
    labels.add(arm.label);
    const model = models.get(arm.modelId);
    if (!model) throw invalid(arm, "its model is not in this workspace: choose one from the list of models");
    checkTarget(arm, model);
    return { ...arm, options: checkExplainer(arm, model) };
  });
}

function checkExplainer(arm: ArmInput, model: Model): Record<string, unknown> {
  const explainer = explainers.get(arm.explainerId);
  if (!explainer) {
    throw invalid(
      arm,
      `there is no explainer "${arm.explainerId}": choose one of ${[...explainers.keys()].join(", ")}`,
    );
  }
  if (explainer.needs.includes("attention") && model.kind === "fc") {
    throw invalid(
      arm,
      `${explainer.name} reads slot attention, which "${model.name}" lacks: choose a SCOUTER model`,
    );
  }
  const wanted = { for: "scouter_plus", against: "scouter_minus", either: null } as const;
  const kind = explainer.needs.includes("attention") ? wanted[explainer.explains] : null;
  if (kind && model.kind !== kind) {
    throw invalid(
      arm,
      `${explainer.name} explains ${KIND_NAMES[kind]}; "${model.name}" is ${KIND_NAMES[model.kind]}`,
    );
  }
  const options = explainer.options.safeParse(arm.options);
  if (!options.success) {
    const issue = options.error.issues[0];
    throw invalid(arm, `option ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}`);
  }
  return options.data as Record<string, unknown>;
}

function checkTarget(arm: ArmInput, model: Model): void {
  const rule = arm.targetRule;
  if (rule === "predicted" || rule === EVERY_CLASS || needsTruth(rule)) return;
  const index = /^class:(\d+)$/.exec(rule)?.[1];
  if (index === undefined) {
    throw invalid(
      arm,
      `target rule "${rule}" is unknown: use true, predicted, least-similar, most-similar, every or class:<index>`,
    );
  }
  if (Number(index) >= model.classNames.length) {
    throw invalid(
      arm,
      `"${model.name}" has ${model.classNames.length} classes (0 to ${model.classNames.length - 1}), not a class ${index}`,
    );
  }
}

function invalid(arm: ArmInput, what: string): AppError {
  return new AppError("invalid", `Arm "${arm.label}": ${what}.`, { arm: arm.label });
}
