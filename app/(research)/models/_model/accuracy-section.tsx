import { formatPercent } from "#components/figures/format-number.ts";
import { Stat, Stats } from "#components/ui/stat.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ClassAccuracy, SplitAccuracy } from "#lib/services/models/get-accuracy.ts";

/** Accuracy of each split that has answers; the held-out one class by class. */
export function AccuracySection({ splits }: { splits: readonly SplitAccuracy[] }) {
  if (splits.length === 0) {
    return (
      <p className="text-muted">
        This model has not answered on any image yet. The first run on a dataset version computes its answers.
      </p>
    );
  }
  const detailed = splits.find((split) => split.split === "test") ?? splits[0];
  return (
    <>
      <Stats>
        {splits.map((split) => (
          <Stat
            key={`${split.datasetId} ${split.split}`}
            label={`${split.datasetName}, ${split.split}`}
            value={formatPercent(split.correct / split.count)}
            note={`${split.correct} of ${split.count} right`}
          />
        ))}
      </Stats>
      <h3 className="mt-6 mb-2 text-sm font-semibold">By class, {detailed.split}</h3>
      <Table caption={`Accuracy by class on the ${detailed.split} split`}>
        <thead>
          <tr>
            <Th pinned>Class</Th>
            <Th numeric>Right</Th>
            <Th numeric>Images</Th>
            <Th numeric>Accuracy</Th>
            <Th>Most often mistaken for</Th>
          </tr>
        </thead>
        <tbody>
          {detailed.classes.map((row) => (
            <ClassRow key={row.className} row={row} />
          ))}
        </tbody>
      </Table>
    </>
  );
}

function ClassRow({ row }: { row: ClassAccuracy }) {
  const { className, correct, count, confusedWith } = row;
  return (
    <tr>
      <Th scope="row" pinned>
        {className}
      </Th>
      <Td numeric>{correct}</Td>
      <Td numeric>{count}</Td>
      <Td numeric>{formatPercent(correct / count, 0)}</Td>
      <Td className="text-muted">
        {confusedWith ? `${confusedWith.className} (${confusedWith.count})` : "–"}
      </Td>
    </tr>
  );
}
