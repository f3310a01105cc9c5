import { Table, Td, Th } from "#components/ui/table.tsx";
import type { MixedModel, StudyReport } from "#lib/study/report.ts";
import { mixedWords } from "#lib/study/results/mixed-words.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** The methods of each statement by models with random raters and pictures: a check on the means above. */
export function MixedTable({ report }: { report: StudyReport }) {
  if (!report.mixedModels?.length) return null;
  return (
    <div className="mt-8 grid gap-6">
      {report.mixedModels.map((model) => (
        <div key={model.statement} className="min-w-0">
          <OneModel model={model} report={report} />
        </div>
      ))}
    </div>
  );
}

function OneModel({ model, report }: { model: MixedModel; report: StudyReport }) {
  const { statement, arms } = model;
  const labels = new Map(report.arms.map(({ armId, label }) => [armId, label]));
  const first = labels.get(arms[0].armId);
  return (
    <>
      <Table
        caption={`Maps ${statement} a class, by mixed models${report.simulated ? ", simulated raters" : ""}`}
        className="max-w-2xl"
      >
        <thead>
          <tr>
            <Th pinned>Method</Th>
            <Th numeric>marginal mean</Th>
            <Th numeric>log odds against {first}</Th>
          </tr>
        </thead>
        <tbody>
          {arms.map(({ armId, mean, logOdds }) => (
            <tr key={armId}>
              <Th scope="row" pinned className="min-w-32 align-top">
                {labels.get(armId)}
              </Th>
              <EstimateCell estimate={mean} decimals={2} />
              {logOdds ? (
                <EstimateCell estimate={logOdds} decimals={2} />
              ) : (
                <Td numeric className="align-top text-muted">
                  compared with
                </Td>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2 max-w-prose text-sm text-muted">{mixedWords(model)}</p>
    </>
  );
}
