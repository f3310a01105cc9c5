import { Table, Th } from "#components/ui/table.tsx";
import { metrics } from "#lib/metrics/registry.ts";
import { measureRange, measureTitle } from "#lib/study/measure-words.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { BESIDE_METRICS } from "#lib/study/results/beside-metrics.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** What people say, where the map lies, what the model says: three different things in neighbouring columns. */
export function BesideTable({ report }: { report: StudyReport }) {
  return (
    <Table
      caption={`${measureTitle(report.measure)} beside automatic metrics${report.simulated ? ", simulated raters" : ""}`}
    >
      <thead>
        <tr>
          <Th pinned rowSpan={2}>
            Method
          </Th>
          <GroupHead span={1}>{report.simulated ? "Simulated raters" : "People"}</GroupHead>
          <GroupHead span={3}>Region</GroupHead>
          <GroupHead span={2}>Model</GroupHead>
        </tr>
        <tr>
          <Th numeric>{measureRange(report.measure)}</Th>
          {BESIDE_METRICS.map((id) => (
            <Th key={id} numeric>
              {metrics.get(id)?.name ?? id}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.arms.map((arm) => (
          <tr key={arm.armId}>
            <Th scope="row" pinned className="min-w-32">
              {arm.label}
              <span className="block text-xs text-muted">{arm.raters} raters</span>
            </Th>
            <EstimateCell estimate={arm.score} decimals={2} />
            {BESIDE_METRICS.map((id) => (
              <EstimateCell
                key={id}
                estimate={arm.metrics.find((metric) => metric.metricId === id)?.mean}
                decimals={3}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function GroupHead({ span, children }: { span: number; children: string }) {
  return (
    <Th colSpan={span} scope="colgroup" className="border-b-0 pb-0">
      <span className="block border-b border-line pb-1 text-center">{children}</span>
    </Th>
  );
}
