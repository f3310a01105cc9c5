import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { Metric } from "#lib/metrics/define-metric.ts";
import type { MetricCell, MetricTable } from "#lib/services/metrics/get-metric-table.ts";

interface ProtocolTableProps {
  own: MetricTable;
  judged: MetricTable;
  /** Those that ask a model. */
  metrics: readonly Metric[];
}

/** Each faithfulness metric twice: by the model a map explains, and by one judge for all. */
export function ProtocolTable({ own, judged, metrics }: ProtocolTableProps) {
  const judge = judged.judge?.name ?? "";
  return (
    <Table caption={`Faithfulness by each map's own model and by ${judge}`}>
      <thead>
        <tr>
          <Th pinned rowSpan={2}>
            Method
          </Th>
          {metrics.map(({ id, name, direction }) => (
            <Th key={id} colSpan={2} scope="colgroup" className="text-center">
              {name}
              <span className="block text-xs">{direction} is better</span>
            </Th>
          ))}
        </tr>
        <tr>
          {metrics.flatMap(({ id }) => [
            <Th key={`${id} own`} numeric>
              own model
            </Th>,
            <Th key={`${id} judge`} numeric>
              {judge}
            </Th>,
          ])}
        </tr>
      </thead>
      <tbody>
        {own.arms.map((arm, at) => (
          <tr key={arm.id}>
            <Th scope="row" pinned className="max-w-40 min-w-32 align-top sm:max-w-64">
              <span className="block">{arm.label}</span>
              <span className="block text-xs text-muted">
                {arm.modelName === judge ? `${arm.modelName}, the judge itself` : arm.modelName}
              </span>
              {arm.explains === "against" ? (
                <span className="block text-xs text-muted">evidence against: the other way is better</span>
              ) : null}
            </Th>
            {metrics.flatMap((metric) => [
              <ProtocolCell key={`${metric.id} own`} cell={arm.cells[metric.id]} />,
              <ProtocolCell key={`${metric.id} judge`} cell={judged.arms[at]?.cells[metric.id]} />,
            ])}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function ProtocolCell({ cell }: { cell: MetricCell | undefined }) {
  return (
    <Td numeric className="align-top whitespace-normal">
      {cell?.estimate ? (
        <>
          {formatNumber(cell.estimate.value)}
          <span className="block text-xs whitespace-nowrap text-muted">
            {formatInterval(cell.estimate.low, cell.estimate.high, 2)}
          </span>
        </>
      ) : (
        <span className="ml-auto block w-32 text-xs text-muted">
          {undefinedWords(cell?.reason ?? "no_values")}
        </span>
      )}
    </Td>
  );
}
