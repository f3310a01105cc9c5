import { Badge } from "#components/ui/badge.tsx";
import type { ModelKind } from "#lib/db/generated/enums.ts";

export const KIND_NAMES: Record<ModelKind, string> = {
  fc: "FC baseline",
  scouter_plus: "SCOUTER+",
  scouter_minus: "SCOUTER\u2212",
  onnx: "ONNX classifier",
};

export function KindBadge({ kind }: { kind: ModelKind }) {
  return (
    <Badge tone={kind === "scouter_plus" ? "for" : kind === "scouter_minus" ? "against" : "neutral"}>
      {KIND_NAMES[kind]}
    </Badge>
  );
}
