import type { TargetRule } from "#lib/explain/targets.ts";

/** The three models that are explained. */
export type ArmModel = "fc" | "scouter+" | "scouter-";

/** One row of the comparison: a method as published, on the model it is meant for. */
export interface MethodArm {
  label: string;
  explainer: string;
  model: ArmModel;
  rule: TargetRule;
  options?: Record<string, unknown>;
  /** The feature map one stage below the last one is looked at. */
  inner?: true;
}

const onBaseline = (label: string, explainer: string, more: Partial<MethodArm> = {}): MethodArm => ({
  label,
  explainer,
  model: "fc",
  rule: "true",
  ...more,
});

/**
 * Every method on every kind of map it makes. SCOUTER+ explains the true class, SCOUTER− the least and the most similar other one,
 * and the true one to show that there is nothing to see. RISE has a quarter of its masks: on small images more of them change little but the time.
 */
export const METHOD_ARMS: readonly MethodArm[] = [
  { label: "SCOUTER+", explainer: "scouter+", model: "scouter+", rule: "true" },
  {
    label: "SCOUTER+, additive",
    explainer: "scouter+",
    model: "scouter+",
    rule: "true",
    options: { map: "additive" },
  },
  { label: "SCOUTER−, least similar", explainer: "scouter-", model: "scouter-", rule: "least-similar" },
  { label: "SCOUTER−, most similar", explainer: "scouter-", model: "scouter-", rule: "most-similar" },
  { label: "SCOUTER−, true class", explainer: "scouter-", model: "scouter-", rule: "true" },
  onBaseline("CAM", "cam"),
  onBaseline("Grad-CAM", "grad-cam"),
  { label: "Grad-CAM of SCOUTER+", explainer: "grad-cam", model: "scouter+", rule: "true" },
  onBaseline("Grad-CAM++", "grad-cam++"),
  onBaseline("Smooth Grad-CAM++", "smooth-grad-cam++"),
  onBaseline("XGrad-CAM", "xgrad-cam"),
  onBaseline("LayerCAM", "layer-cam"),
  onBaseline("Score-CAM", "score-cam"),
  onBaseline("IBA", "iba"),
  onBaseline("IBA, one stage earlier", "iba", { inner: true }),
  onBaseline("Gradient", "gradient"),
  onBaseline("Gradient × input", "gradient-input"),
  onBaseline("Integrated gradients", "integrated-gradients"),
  onBaseline("SmoothGrad", "smooth-grad"),
  onBaseline("Occlusion", "occlusion"),
  onBaseline("Random", "control-random"),
  onBaseline("Centred Gaussian", "control-gaussian"),
  onBaseline("Edges", "control-edges"),
  onBaseline("Ground-truth region", "control-region"),
  onBaseline("LIME", "lime"),
  onBaseline("KernelSHAP", "kernel-shap"),
  onBaseline("SS-CAM", "ss-cam"),
  onBaseline("I-GOS", "i-gos"),
  onBaseline("Extremal perturbation", "extremal-perturbation"),
  onBaseline("RISE", "rise", { options: { masks: 2000 } }),
];
