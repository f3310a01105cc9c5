import { Figure } from "#components/figures/figure.tsx";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { ReliabilityPlot } from "#components/figures/reliability-plot.tsx";
import type { ClassificationReport } from "#lib/metrics/classification/report.ts";

const round = (value: number) => Number(value.toPrecision(6));

/** Whether the model is as right as it says it is. */
export function CalibrationFigure({ report }: { report: ClassificationReport }) {
  const bins = report.calibration.bins.flatMap(({ confidence, images, accuracy }) =>
    "value" in accuracy && accuracy.low !== null ? [{ confidence, images, accuracy }] : [],
  );
  return (
    <Figure
      small
      title="Calibration"
      sentence={sentence(report)}
      data={{
        columns: ["mean confidence", "accuracy", "low", "high", "images"],
        rows: bins.map(({ confidence, accuracy, images }) => [
          round(confidence),
          ...[accuracy.value, accuracy.low, accuracy.high].map(round),
          images,
        ]),
      }}
    >
      <ReliabilityPlot title="Calibration" bins={bins} />
    </Figure>
  );
}

function sentence({ measures: { ece, accuracy }, calibration, images }: ClassificationReport): string {
  if ("undefined" in ece || "undefined" in accuracy) return "There is nothing to compare.";
  const { byChance, bins, binning } = calibration;
  const confidence = bins.reduce((sum, bin) => sum + bin.confidence * bin.images, 0) / images;
  const gap = formatNumber(ece.value);
  const first = `The calibration error is ${gap}${ece.low === null ? "" : ` ${formatInterval(ece.low, ece.high)}`} over ${binning.bins} bins: the model says ${formatNumber(confidence)} on average and is right in ${formatNumber(accuracy.value)}.`;
  const chance = `A perfectly calibrated model would show ${formatNumber(byChance.mean)} on as many images, and up to ${formatNumber(byChance.high)}`;
  if (ece.value <= byChance.high) return `${first} ${chance}: so much is chance.`;
  return `${first} ${chance}: it is too ${confidence > accuracy.value ? "sure of itself" : "unsure of itself"}.`;
}
