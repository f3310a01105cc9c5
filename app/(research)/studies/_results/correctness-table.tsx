import { Table, Th } from "#components/ui/table.tsx";
import { measureTitle } from "#lib/study/measure-words.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { correctnessWords } from "#lib/study/results/correctness-words.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** Each arm where the computer's answer was right beside where it was wrong: a mean over both hides which of them it is. */
export function CorrectnessTable({ report }: { report: StudyReport }) {
  const { correctness, arms, measure } = report;
  if (!correctness)
    return <p className="text-muted">This is being computed and will appear here in a few seconds.</p>;
  const unknown = correctnessWords(correctness);
  if (unknown) return <p className="max-w-prose text-muted">{unknown}</p>;
  return (
    <>
      <p className="mb-3 max-w-prose">
        People tend to be convinced by any explanation, also of a wrong answer. Where the two columns are
        alike, a method does not help to see that an answer is wrong.
      </p>
      <Table caption={`${measureTitle(measure)} where the computer was right and where it was wrong`}>
        <thead>
          <tr>
            <Th pinned>Method</Th>
            <Th numeric>answer right</Th>
            <Th numeric>answer wrong</Th>
          </tr>
        </thead>
        <tbody>
          {arms.map(({ armId, label }) => {
            const split = correctness.find((one) => one.armId === armId);
            return (
              <tr key={armId}>
                <Th scope="row" pinned className="min-w-32 align-top">
                  {label}
                </Th>
                <EstimateCell estimate={split?.right} decimals={2} />
                <EstimateCell estimate={split?.wrong} decimals={2} />
              </tr>
            );
          })}
        </tbody>
      </Table>
    </>
  );
}
