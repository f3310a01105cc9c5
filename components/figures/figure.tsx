import { type ReactNode, useId } from "react";
import { ScrollArea } from "#components/ui/scroll-area.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { SvgDownload } from "./svg-download.tsx";
import { type FigureData, tableToCsv } from "./table-to-csv.ts";

interface FigureProps {
  /** Also the file name of its downloads. */
  title: string;
  /** What the figure shows, in one or two sentences: it stands without the picture. */
  sentence: ReactNode;
  data: FigureData;
  /** Drawn for a small space: fits a phone as it is. */
  small?: boolean;
  children: ReactNode;
}

/** A picture with what it says in words, its numbers as a table and CSV, and itself as SVG. */
export function Figure({ title, sentence, data, small, children }: FigureProps) {
  const id = useId();
  const fileName = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return (
    <figure id={id} className="min-w-0">
      <ScrollArea label={title}>
        <div className={small ? undefined : "min-w-[480px] sm:min-w-0"}>{children}</div>
      </ScrollArea>
      <figcaption className="mt-2 max-w-prose text-sm text-muted">{sentence}</figcaption>
      <details className="mt-1 text-sm">
        <summary className="inline-flex min-h-7 items-center text-muted underline decoration-line underline-offset-3 hover:text-ink">
          Data
        </summary>
        <div className="my-2">
          <FigureTable title={title} data={data} />
        </div>
        <div className="flex gap-4">
          <a
            className="link"
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(tableToCsv(data))}`}
            download={`${fileName}.csv`}
          >
            CSV
          </a>
          <SvgDownload figureId={id} fileName={`${fileName}.svg`} />
        </div>
      </details>
    </figure>
  );
}

function FigureTable({ title, data }: { title: string; data: FigureData }) {
  return (
    <Table caption={`${title}: data`}>
      <thead>
        <tr>
          {data.columns.map((column) => (
            <Th key={column}>{column}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.rows.map((row) => (
          <tr key={row.join("|")}>
            {row.map((cell, index) => (
              <Td key={data.columns[index]}>{cell ?? "undefined"}</Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
