import { StateBadge } from "#components/ui/state-badge.tsx";
import type { RunSummary } from "#lib/services/explanations/list-runs.ts";
import { RowList } from "./row-list.tsx";

export function RunList({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <RowList
      rows={runs.map((run) => ({
        id: run.id,
        href: `/explanations/${run.id}`,
        title: run.name,
        detail: `${run.datasetName} v${run.versionNumber} · ${run.imageCount} images × ${run.armCount} arms`,
        aside: <StateBadge state={run.state} />,
      }))}
    />
  );
}
