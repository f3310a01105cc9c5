"use client";

import { ExportMenu } from "#components/ui/export-menu.tsx";
import { type FigureData, tableToCsv } from "./table-to-csv.ts";

interface ExportDataProps {
  /** Names the files. */
  title: string;
  data: FigureData;
  /** Element whose drawings are exported as well. */
  figureId?: string;
  align?: "start" | "end";
}

/** The numbers as CSV and Parquet and, of a figure, its drawing as SVG and PNG. */
export function ExportData({ title, data, figureId, align }: ExportDataProps) {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const numbers = [
    { label: "CSV", save: () => saveCsv(name, data) },
    { label: "Parquet", save: () => saveParquet(name, data) },
  ];
  const drawing = figureId
    ? [
        {
          label: "SVG",
          save: async () => {
            const { text } = await draw(figureId);
            download(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
          },
        },
        {
          label: "PNG, 2 × size",
          save: async () => {
            const { toPng } = await import("./stand-alone-svg.ts");
            download(await toPng(await draw(figureId)), `${name}.png`);
          },
        },
      ]
    : [];
  return <ExportMenu of={title} align={align} items={[...numbers, ...drawing]} />;
}

export function saveCsv(name: string, data: FigureData): void {
  download(new Blob([tableToCsv(data)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}

/** The writer is loaded when it is first wanted. */
export async function saveParquet(name: string, data: FigureData): Promise<void> {
  const { tableToParquet } = await import("./table-to-parquet.ts");
  download(await tableToParquet(data), `${name}.parquet`);
}

async function draw(figureId: string) {
  const { standAloneSvg } = await import("./stand-alone-svg.ts");
  const drawings = [...(document.getElementById(figureId)?.querySelectorAll<SVGSVGElement>("svg") ?? [])];
  return standAloneSvg(drawings);
}

function download(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
