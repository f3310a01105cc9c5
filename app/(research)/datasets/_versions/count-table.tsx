import { formatCount } from "#components/figures/format-number.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";

export interface ClassSplitCount {
  className: string | null;
  split: string;
  count: number;
}

/** Images by class (rows) and split (columns), with totals. */
export function CountTable({ caption, counts }: { caption: string; counts: readonly ClassSplitCount[] }) {
  const splits = [...new Set(counts.map(({ split }) => split))].sort();
  const classes = [...new Set(counts.map(({ className }) => className))];
  const total = (fits: (row: ClassSplitCount) => boolean) =>
    formatCount(counts.filter(fits).reduce((sum, { count }) => sum + count, 0));
  return (
    <Table caption={caption} tall>
      <thead>
        <tr>
          <Th pinned>Class</Th>
          {splits.map((split) => (
            <Th key={split} numeric>
              {split}
            </Th>
          ))}
          <Th numeric>All</Th>
        </tr>
      </thead>
      <tbody>
        {classes.map((className) => (
          <tr key={className ?? ""}>
            <Th scope="row" pinned>
              {className ?? <span className="text-muted">no class</span>}
            </Th>
            {splits.map((split) => (
              <Td key={split} numeric>
                {total((row) => row.className === className && row.split === split)}
              </Td>
            ))}
            <Td numeric>{total((row) => row.className === className)}</Td>
          </tr>
        ))}
        <tr className="font-medium">
          <Th scope="row" pinned>
            All
          </Th>
          {splits.map((split) => (
            <Td key={split} numeric>
              {total((row) => row.split === split)}
            </Td>
          ))}
          <Td numeric>{total(() => true)}</Td>
        </tr>
      </tbody>
    </Table>
  );
}
