import { expect, it } from "vitest";
import type { ArmCurve } from "#lib/services/metrics/get-metric-curves.ts";
import { referenceFor } from "../../../app/(research)/metrics/_curves/reference-for.ts";

const arm = (armId: string, part: Partial<ArmCurve> = {}): ArmCurve => ({
  armId,
  label: armId,
  explainerId: "grad-cam",
  targetRule: "true",
  askedModelId: "fc",
  points: [],
  n: 24,
  ...part,
});

it("holds a curve against random maps about the same class on the same model, and against no others", () => {
  const random = arm("random", { explainerId: "control-random" });
  const gradCam = arm("grad-cam");
  const plus = arm("plus", { explainerId: "scouter+", askedModelId: "plus" });
  const minus = arm("minus", { explainerId: "scouter-", targetRule: "least-similar" });
  const arms = [plus, minus, gradCam, random];
  expect(referenceFor(gradCam, arms)).toBe(random);
  for (const one of [plus, minus, random]) expect(referenceFor(one, arms)).toBeUndefined();
  const judged = { ...plus, askedModelId: "fc" };
  expect(referenceFor(judged, [judged, random])).toBe(random);
});
