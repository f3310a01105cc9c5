import { formatCount } from "#components/figures/format-number.ts";
import type { ModelFacts } from "#lib/services/models/read-model-facts.ts";
import { KindBadge } from "../../_model/kind-badge.tsx";

/** Weights of this project say themselves how they are used. */
export function OwnFacts({ facts }: { facts: ModelFacts }) {
  const { kind, backbone, parameterCount, inputSize, classNames } = facts;
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <KindBadge kind={kind} />
        {backbone} · {formatCount(parameterCount)} parameters · input {inputSize} px
      </p>
      <p className="text-muted wrap-anywhere">
        {classNames.length} classes: {classNames.slice(0, 20).join(", ")}
        {classNames.length > 20 ? ", …" : ""}
      </p>
    </div>
  );
}
