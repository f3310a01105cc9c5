import { Table, Th } from "#components/ui/table.tsx";
import type { Preference, StudyReport } from "#lib/study/report.ts";
import { PREFERENCE_SCALES } from "#lib/study/results/preference-scales.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** Where the methods lie on one scale of preference, the strongest first. */
export function PreferenceTable({ report }: { report: StudyReport }) {
  const { preference, simulated, arms } = report;
  if (!preference) return null;
  const { column, words } = PREFERENCE_SCALES[preference.model];
  const labels = new Map(arms.map(({ armId, label }) => [armId, label]));
  const strength = ({ score }: Preference["arms"][number]) => ("value" in score ? score.value : -Infinity);
  return (
    <>
      <Table caption={`Strength of preference${simulated ? ", simulated raters" : ""}`} className="max-w-lg">
        <thead>
          <tr>
            <Th pinned>Method</Th>
            <Th numeric>{column}</Th>
          </tr>
        </thead>
        <tbody>
          {preference.arms
            .toSorted((a, b) => strength(b) - strength(a))
            .map(({ armId, score }) => (
              <tr key={armId}>
                <Th scope="row" pinned className="min-w-32 align-top">
                  {labels.get(armId)}
                </Th>
                <EstimateCell estimate={score} decimals={2} />
              </tr>
            ))}
          {preference.ties ? (
            <tr>
              <Th scope="row" pinned className="min-w-32 align-top text-muted">
                Ties between equals
              </Th>
              <EstimateCell estimate={preference.ties} decimals={2} />
            </tr>
          ) : null}
        </tbody>
      </Table>
      <p className="mt-2 max-w-prose text-sm text-muted">
        {words} Intervals are 95 %, from resamples of whole raters.
      </p>
    </>
  );
}
