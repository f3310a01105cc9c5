"use client";

import { saveCsv, saveParquet } from "#components/figures/export-data.tsx";
import type { FigureData } from "#components/figures/table-to-csv.ts";
import { ExportMenu } from "#components/ui/export-menu.tsx";

interface MetricsExportProps {
  runId: string;
  means: FigureData;
  comparison: FigureData;
}

/** The tables of the page, and every score they are computed from. */
export function MetricsExport({ runId, means, comparison }: MetricsExportProps) {
  const scores = `/metrics/export?run=${runId}`;
  return (
    <ExportMenu
      of="the metrics"
      align="end"
      items={[
        { label: "Every score, CSV", href: scores },
        { label: "Every score, Parquet", href: `${scores}&format=parquet` },
        { label: "Means and intervals, CSV", save: () => saveCsv("metric-means", means) },
        { label: "Means and intervals, Parquet", save: () => saveParquet("metric-means", means) },
        { label: "Paired comparison, CSV", save: () => saveCsv("metric-comparison", comparison) },
        { label: "Paired comparison, Parquet", save: () => saveParquet("metric-comparison", comparison) },
      ]}
    />
  );
}
