import type { ArmCurve } from "#lib/services/metrics/get-metric-curves.ts";

const REFERENCE = "control-random";

/**
 * The random maps that an arm's curve may be held against: about the class of the same rule, asked of the same model. A surer model, or
 * another class, has another curve whatever the map.
 */
export function referenceFor(arm: ArmCurve, arms: readonly ArmCurve[]): ArmCurve | undefined {
  return arms.find(
    (one) =>
      one.explainerId === REFERENCE &&
      one.armId !== arm.armId &&
      one.targetRule === arm.targetRule &&
      one.askedModelId === arm.askedModelId,
  );
}
