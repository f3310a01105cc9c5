import { type Confusion, listConfusions, toConfusionCells } from "#components/figures/confusion-cells.ts";
import { ConfusionMatrix } from "#components/figures/confusion-matrix.tsx";
import { Figure } from "#components/figures/figure.tsx";
import { formatPercent } from "#components/figures/format-number.ts";
import type { ClassificationReport } from "#lib/metrics/classification/report.ts";

const NAMED = 3;
const LISTED = 50;

/** Which classes are taken for which. The data under it are the commonest confusions; the whole matrix leaves as CSV. */
export function ConfusionFigure({ report: { classNames, confusion } }: { report: ClassificationReport }) {
  const confusions = listConfusions(confusion, classNames);
  const { classesPerCell } = toConfusionCells(confusion);
  const blocks =
    classesPerCell > 1 ? ` A cell holds ${classesPerCell} neighbouring classes; the CSV has every one.` : "";
  return (
    <Figure
      title="Confusion matrix"
      sentence={`${sentence(confusions)}${blocks}`}
      data={{
        columns: ["true class", "predicted class", "images", "share of the true class"],
        rows: confusions
          .slice(0, LISTED)
          .map(({ trueClass, predictedClass, images, share }) => [
            trueClass,
            predictedClass,
            images,
            Number(share.toPrecision(4)),
          ]),
      }}
    >
      <ConfusionMatrix title="Confusion matrix" classNames={classNames} confusion={confusion} />
    </Figure>
  );
}

function sentence(confusions: readonly Confusion[]): string {
  if (confusions.length === 0) return "No image is taken for another class.";
  const named = confusions
    .slice(0, NAMED)
    .map(
      ({ trueClass, predictedClass, images, share }) =>
        `${trueClass} for ${predictedClass} (${images}, ${formatPercent(share, 0)} of the class)`,
    );
  return `Most often taken for another: ${named.join(", ")}. Colour is the share of the true class.`;
}
