import { formatNumber } from "#components/figures/format-number.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { AddedMaps } from "#lib/services/imported-maps/add-maps.ts";
import type { MapsReport } from "#lib/services/imported-maps/maps-report.ts";

/** What fits, method by method, and what is refused and why. */
export function MapsReportView({ found: { methods } }: { found: AddedMaps }) {
  return (
    <div className="grid gap-4">
      <Table caption="What fits this run">
        <thead>
          <tr>
            <Th pinned>Method</Th>
            <Th numeric>fit</Th>
            <Th numeric>refused</Th>
            <Th numeric>images without</Th>
            <Th>shows</Th>
            <Th>cells</Th>
            <Th>values</Th>
          </tr>
        </thead>
        <tbody>
          {methods.map((method) => (
            <tr key={method.label}>
              <Th scope="row" pinned className="max-w-40">
                {method.label}
              </Th>
              <Td numeric>{method.fitting}</Td>
              <Td numeric>{method.refusedCount}</Td>
              <Td numeric>{method.missing}</Td>
              <Td className="whitespace-nowrap">
                {method.explains === "either" ? "a control" : `evidence ${method.explains}`}
              </Td>
              <Td className="whitespace-nowrap">{shapesOf(method)}</Td>
              <Td className="whitespace-nowrap">{valuesOf(method)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {methods.map((method) =>
        method.refusedCount > 0 ? (
          <details key={method.label} open={method.fitting === 0} className="text-sm">
            <summary className="cursor-pointer">
              {method.refusedCount} of {method.label} refused
            </summary>
            <ul className="mt-2 grid gap-1 text-muted">
              {method.refused.map(({ file, reason }) => (
                <li key={file} className="break-words">
                  <span className="text-ink">{file}</span>: {reason}
                </li>
              ))}
              {method.refusedCount > method.refused.length ? (
                <li>and {method.refusedCount - method.refused.length} more</li>
              ) : null}
            </ul>
          </details>
        ) : null,
      )}
    </div>
  );
}

function shapesOf({ shapes }: MapsReport): string {
  if (shapes.length === 0) return "–";
  const [{ height, width }, ...others] = shapes;
  return `${height} × ${width}${others.length > 0 ? ` and ${others.length} other sizes` : ""}`;
}

function valuesOf({ range, signedCount, constantCount }: MapsReport): string {
  if (!range) return "–";
  const notes = [
    signedCount > 0 ? `${signedCount} with values below 0` : null,
    constantCount > 0 ? `${constantCount} the same everywhere` : null,
  ].filter(Boolean);
  return [`${formatNumber(range.low)} to ${formatNumber(range.high)}`, ...notes].join(", ");
}
