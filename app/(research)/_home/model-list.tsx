import { formatCount } from "#components/figures/format-number.ts";
import type { ModelSummary } from "#lib/services/models/list-models.ts";
import { KindBadge } from "../models/_model/kind-badge.tsx";
import { RowList } from "./row-list.tsx";

export function ModelList({ models }: { models: readonly ModelSummary[] }) {
  return (
    <RowList
      rows={models.map((model) => ({
        id: model.id,
        href: `/models/${model.id}`,
        title: model.name,
        detail: `${model.backbone} · ${formatCount(model.parameterCount)} parameters`,
        aside: <KindBadge kind={model.kind} />,
      }))}
    />
  );
}
