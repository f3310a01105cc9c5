import type { Pair, PairSide, SlotMapKind } from "#lib/services/explanations/get-pair.ts";

/** As many arms as one run takes. */
const MOST_ARMS = 32;

const LABELS: Record<SlotMapKind, string> = { attention: "", additive: ", shares" };

/** One arm for each map of the pair that is missing; the two models take turns, so that both get their share. */
export function pairArms({ plus, minus }: Pair, kind: SlotMapKind) {
  const sides = [
    sideArms(plus, "scouter+", "SCOUTER+", kind),
    sideArms(minus, "scouter-", "SCOUTER\u2212", kind),
  ];
  const longest = Math.max(...sides.map((arms) => arms.length));
  const turns = Array.from({ length: longest }, (_, at) => sides.flatMap((arms) => arms.slice(at, at + 1)));
  return turns.flat().slice(0, MOST_ARMS);
}

function sideArms(side: PairSide | null, explainerId: string, method: string, kind: SlotMapKind) {
  if (!side) return [];
  return side.classNames.flatMap((name, index) =>
    side.maps[kind][index]
      ? []
      : {
          label: `${method}, ${name}${LABELS[kind]}`.slice(0, 80),
          explainerId,
          modelId: side.modelId,
          options: { map: kind },
          targetRule: `class:${index}`,
        },
  );
}
