import { Table, Th } from "#components/ui/table.tsx";
import type { Preference, StudyReport } from "#lib/study/report.ts";
import { EstimateCell } from "./estimate-cell.tsx";

const SCALE: Readonly<Record<Preference["model"], { column: string; words: string }>> = {
  pairs: {
    column: "strength, log-odds",
    words:
      "Strengths sum to 0; the difference of two is the log of the odds that the one is preferred to the other. Davidson’s model: Bradley and Terry’s with ties, which “both” and “neither” are.",
  },
  rankings: {
    column: "strength, log-odds",
    words:
      "Strengths sum to 0; the difference of two is the log of the odds that the one is ranked above the other. Plackett and Luce’s model: a ranking is a row of choices of the best of what is left.",
  },
  "best-worst": {
    column: "best minus worst",
    words: "How much more often a method’s map was chosen best than worst, of the times it was shown.",
  },
};

/** Where the methods lie on one scale of preference, the strongest first. */
export function PreferenceTable({ report }: { report: StudyReport }) {
  const { preference, simulated, arms } = report;
  if (!preference) return null;
  const { column, words } = SCALE[preference.model];
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
