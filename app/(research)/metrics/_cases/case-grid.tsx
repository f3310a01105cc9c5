import Link from "next/link";
import { formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { MapTile } from "#components/heatmap/map-tile.tsx";
import type { MetricCases } from "#lib/services/metrics/list-metric-cases.ts";

/** Maps with their score, class and image, in the order they were read. */
export function CaseGrid({ cases: { arm, rows } }: { cases: MetricCases }) {
  return (
    <ol className="grid grid-cols-[repeat(auto-fill,minmax(128px,1fr))] gap-x-3 gap-y-5">
      {rows.map((row) => (
        <li key={row.mapId} className="min-w-0 text-sm">
          <MapTile
            mapId={row.mapId}
            explainerId={arm.explainerId}
            label={`${scoreWords(row.value, row.undefinedReason)}: ${arm.label}, map of ${row.targetName}`}
            confidence={row.confidence}
          >
            <span className="mt-1 block font-medium tabular-nums">
              {row.value === null ? (
                <span className="font-normal text-muted">{scoreWords(row.value, row.undefinedReason)}</span>
              ) : (
                formatNumber(row.value)
              )}
            </span>
            <Link className="link block truncate text-xs" href={`/images/${row.imageId}`} prefetch={false}>
              {row.className ?? row.fileName}
            </Link>
            {row.targetName === row.className ? null : (
              <span className="block truncate text-xs text-muted">map of {row.targetName}</span>
            )}
          </MapTile>
        </li>
      ))}
    </ol>
  );
}

function scoreWords(value: number | null, reason: string | null): string {
  return value === null ? undefinedWords(reason ?? "no_values") : formatNumber(value);
}
