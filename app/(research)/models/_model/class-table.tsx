import { listConfusions } from "#components/figures/confusion-cells.ts";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { SortHead, type Sorting } from "#components/ui/sort-head.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ClassificationReport, ClassRow, Reported } from "#lib/metrics/classification/report.ts";

interface ClassTableProps {
  report: ClassificationReport;
  sorting: Sorting;
  href: (sorting: Sorting) => string;
}

const MEASURES = [
  { id: "precision", name: "Precision" },
  { id: "recall", name: "Recall" },
  { id: "f1", name: "F1" },
  { id: "auc", name: "AUC" },
] as const;

const COLUMNS = ["class", "images", ...MEASURES.map(({ id }) => id)] as const;
type Column = (typeof COLUMNS)[number];

/** More rows than this scroll inside the table. */
const SHORT = 24;

/** The order asked for in the URL; the classes as they are numbered when it asks for none. */
export function readSorting(by: string | undefined, order: string | undefined): Sorting {
  const known = COLUMNS.find((column) => column === by);
  return { by: known ?? "", order: order === "desc" ? "desc" : "asc" };
}

/** Every class with its numbers and intervals, sortable; what has no value stands last. */
export function ClassTable({ report, sorting, href }: ClassTableProps) {
  const rows = sortRows(report.perClass, sorting);
  const isTall = rows.length > SHORT;
  const stuck = isTall ? "sticky top-0 z-20 bg-canvas" : undefined;
  const mistakenFor = new Map(
    listConfusions(report.confusion, report.classNames)
      .reverse()
      .map((confusion) => [confusion.trueClass, confusion]),
  );
  return (
    <Table caption="Precision, recall, F1 and AUC by class" tall={isTall}>
      <thead>
        <tr>
          <SortHead column="class" sorting={sorting} href={href} pinned className={stuck}>
            Class
          </SortHead>
          <SortHead column="images" sorting={sorting} href={href} first="desc" numeric className={stuck}>
            Images
          </SortHead>
          {MEASURES.map(({ id, name }) => (
            <SortHead key={id} column={id} sorting={sorting} href={href} numeric className={stuck}>
              {name}
            </SortHead>
          ))}
          <Th className={stuck}>Most often mistaken for</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const mistake = mistakenFor.get(row.className);
          return (
            <tr key={row.className}>
              <Th scope="row" pinned className="align-top">
                {row.className}
              </Th>
              <Td numeric className="align-top">
                {row.images}
              </Td>
              {MEASURES.map(({ id }) => (
                <NumberCell key={id} number={row[id]} />
              ))}
              <Td className="align-top text-muted">
                {mistake ? `${mistake.predictedClass} (${mistake.images})` : "–"}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function NumberCell({ number }: { number: Reported }) {
  if ("undefined" in number) {
    return (
      <Td numeric className="align-top whitespace-normal text-muted">
        undefined
        <span className="block text-xs">{undefinedWords(number.undefined)}</span>
      </Td>
    );
  }
  return (
    <Td numeric className="align-top">
      {formatNumber(number.value)}
      <span className="block text-xs text-muted">
        {number.low === null ? undefinedWords(number.reason) : formatInterval(number.low, number.high, 2)}
      </span>
    </Td>
  );
}

function sortRows(rows: readonly ClassRow[], { by, order }: Sorting): ClassRow[] {
  if (by === "") return [...rows];
  const sign = order === "asc" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [sortKey(a, by as Column), sortKey(b, by as Column)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (typeof x === "string" ? x.localeCompare(String(y), "en") : x - Number(y));
  });
}

function sortKey(row: ClassRow, by: Column): string | number | null {
  if (by === "class") return row.className;
  if (by === "images") return row.images;
  const number = row[by];
  return "undefined" in number ? null : number.value;
}
