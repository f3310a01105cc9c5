import { type OptionField, readOptions, unusualOptions } from "#lib/explain/option-field.ts";
import type { MethodChoice } from "#lib/services/explanations/list-run-choices.ts";
import { describeRule } from "../_run/target-rule.ts";

/** One arm as it stands in the form, all of it text. */
export interface FormArm {
  /** Stays with the arm while others come and go. */
  key: string;
  explainerId: string;
  modelId: string;
  /** A target rule; `class:<index>` for a class of its own. */
  rule: string;
  /** What was typed for each option; empty = as published. */
  options: Record<string, string>;
  /** Empty = the run's. */
  seed: string;
  /** Empty = what it is called by itself. */
  label: string;
  /** Of the same method's arm before it, and there to be changed. */
  isCopy: boolean;
}

/** Evidence against a class is asked of a class the image is not; evidence for, of the true one. */
const usualRule = (method: MethodChoice) => (method.explains === "against" ? "least-similar" : "true");

export function newArm(method: MethodChoice, key: string): FormArm {
  const [model] = method.models;
  return {
    key,
    explainerId: method.id,
    modelId: model?.id ?? "",
    rule: usualRule(method),
    options: {},
    seed: "",
    label: "",
    isCopy: false,
  };
}

/** What of an arm is not as published, in words; "" if nothing is. */
export function describeSettings(arm: FormArm, fields: readonly OptionField[]): string {
  const options = unusualOptions(fields, readOptions(fields, arm.options));
  return [options, arm.seed.trim() && `seed ${arm.seed.trim()}`].filter(Boolean).join(", ");
}

const MAX_LABEL = 80;

/** What an arm is called unless told: the method, and all that sets it apart from the same method as published. */
export function labelOf(
  arm: FormArm,
  method: MethodChoice,
  { arms, classNames }: { arms: readonly FormArm[]; classNames: readonly string[] },
): string {
  if (arm.label.trim() !== "") return arm.label.trim();
  const others = arms.filter((other) => other.explainerId === arm.explainerId);
  const isOnSeveral = new Set(others.map((other) => other.modelId)).size > 1;
  const model = method.models.find(({ id }) => id === arm.modelId);
  const words = [
    method.name,
    isOnSeveral && model ? `on ${model.name}` : "",
    arm.rule === "true" ? "" : ruleInShort(arm.rule, classNames),
    describeSettings(arm, method.options),
  ];
  const label = words.filter(Boolean).join(", ");
  return label.length > MAX_LABEL ? `${label.slice(0, MAX_LABEL - 1)}…` : label;
}

function ruleInShort(rule: string, classNames: readonly string[]): string {
  const index = classIndexOf(rule);
  if (index !== null) return classNames[index] ?? describeRule(rule);
  return rule === "every" ? describeRule(rule) : describeRule(rule).replace(/ class$/, "");
}

export function classIndexOf(rule: string): number | null {
  const index = /^class:(\d+)$/.exec(rule)?.[1];
  return index === undefined ? null : Number(index);
}

/** The arm as the verb takes it. Whether it can work is for the verb to say. */
export function armWish(arm: FormArm, method: MethodChoice, label: string) {
  const seed = arm.seed.trim();
  return {
    label,
    explainerId: arm.explainerId,
    modelId: arm.modelId,
    targetRule: arm.rule,
    options: readOptions(method.options, arm.options),
    seed: seed === "" || !method.isRandom ? null : Number(seed),
  };
}
export type ArmWish = ReturnType<typeof armWish>;

/** The run as the form holds it. */
export interface RunFormWish {
  name: string;
  versionId: string;
  sampleSize: number;
  seed: number;
  /** As `startRun` takes it; null for none. */
  judge: string | null;
  arms: ArmWish[];
  confirmedCost?: number;
}
