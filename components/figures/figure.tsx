import { type ReactNode, useId } from "react";
import { ScrollArea } from "#components/ui/scroll-area.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { ExportData } from "./export-data.tsx";
import type { FigureData } from "./table-to-csv.ts";

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

/** A picture with what it says in words, its numbers as a table, and both to take away. */
export function Figure({ title, sentence, data, small, children }: FigureProps) {
  const id = useId();
  return (
    <figure id={id} className="min-w-0">
      <ScrollArea label={title}>
        <div className={small ? undefined : "min-w-[480px] sm:min-w-0"}>{children}</div>
      </ScrollArea>
      <figcaption className="mt-2 max-w-prose text-sm text-muted">{sentence}</figcaption>
      <div className="mt-2 flex flex-wrap items-start gap-x-4 gap-y-1">
        <ExportData title={title} data={data} figureId={id} />
        <details className="min-w-0 text-sm open:basis-full">
          <summary className="inline-flex min-h-7 items-center text-muted underline decoration-line underline-offset-3 hover:text-ink">
            Data
          </summary>
          <div className="my-2">
            <FigureTable title={title} data={data} />
          </div>
        </details>
      </div>
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
