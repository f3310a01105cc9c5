import { formatCount } from "#components/figures/format-number.ts";
import type { DatasetSummary } from "#lib/services/datasets/list-datasets.ts";
import { RowList } from "./row-list.tsx";

export function DatasetList({ datasets }: { datasets: readonly DatasetSummary[] }) {
  return (
    <RowList
      rows={datasets.map((dataset) => ({
        id: dataset.id,
        href: `/datasets/${dataset.id}`,
        title: dataset.name,
        detail: `${formatCount(dataset.imageCount)} images`,
        aside: dataset.latestVersion ? (
          <span className="text-sm text-muted">v{dataset.latestVersion.number}</span>
        ) : null,
      }))}
    />
  );
}
