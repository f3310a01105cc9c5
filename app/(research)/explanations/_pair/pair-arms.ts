import type { Pair, PairSide, SlotMapKind } from "#lib/services/explanations/get-pair.ts";

const LABELS: Record<SlotMapKind, string> = {
  attention: "every class",
  additive: "every class, shares of the logit",
};

/** One arm for each side of the pair that lacks a map of some class: one forward pass makes them all. */
export function pairArms({ plus, minus }: Pair, kind: SlotMapKind) {
  return [
    ...sideArm(plus, "scouter+", "SCOUTER+", kind),
    ...sideArm(minus, "scouter-", "SCOUTER\u2212", kind),
  ];
}

function sideArm(side: PairSide | null, explainerId: string, method: string, kind: SlotMapKind) {
  if (!side || side.classNames.every((_, index) => side.maps[kind][index])) return [];
  const { modelId } = side;
  return [
    {
      label: `${method}, ${LABELS[kind]}`,
      explainerId,
      modelId,
      options: { map: kind },
      targetRule: "every",
    },
  ];
}
