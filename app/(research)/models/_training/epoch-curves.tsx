import { Figure } from "#components/figures/figure.tsx";
import { formatShort } from "#components/figures/format-number.ts";
import { LinePlot, type LineSeries } from "#components/figures/line-plot.tsx";

/** What is known of an epoch, whether from a log or a running training. */
export interface CurveEpoch {
  /** From 0. */
  epoch: number;
  trainLoss: number;
  trainAccuracy: number;
  validationLoss?: number | null;
  validationAccuracy?: number | null;
  /** Mean attention; slot heads only. */
  area?: number | null;
}

interface EpochCurvesProps {
  epochs: readonly CurveEpoch[];
  /** Epochs of the whole training, where it is not over. */
  epochCount?: number;
}

/** Loss, accuracy and, with slots, area of each epoch. */
export function EpochCurves({ epochs, epochCount }: EpochCurvesProps) {
  const hasArea = epochs.some(({ area }) => typeof area === "number");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8 sm:grid-cols-2 lg:grid-cols-3">
      <Curve
        title="Loss by epoch"
        yAxis="loss"
        epochs={epochs}
        epochCount={epochCount}
        note={hasArea ? " The training loss includes lambda times the area." : ""}
        series={[
          { label: "training", values: epochs.map((epoch) => epoch.trainLoss) },
          { label: "validation", values: epochs.map((epoch) => epoch.validationLoss) },
        ]}
      />
      <Curve
        title="Accuracy by epoch"
        yAxis="accuracy"
        epochs={epochs}
        epochCount={epochCount}
        yDomain={[0, 1]}
        series={[
          { label: "training", values: epochs.map((epoch) => epoch.trainAccuracy) },
          { label: "validation", values: epochs.map((epoch) => epoch.validationAccuracy) },
        ]}
      />
      {hasArea ? (
        <Curve
          title="Area by epoch"
          yAxis="mean attention"
          epochs={epochs}
          epochCount={epochCount}
          series={[{ label: "training", values: epochs.map((epoch) => epoch.area) }]}
        />
      ) : null}
    </div>
  );
}

interface CurveProps {
  title: string;
  yAxis: string;
  epochs: readonly CurveEpoch[];
  epochCount?: number;
  yDomain?: [number, number];
  note?: string;
  series: { label: string; values: (number | null | undefined)[] }[];
}

function Curve({ title, yAxis, epochs, epochCount = 0, yDomain, note = "", series }: CurveProps) {
  const number = (index: number) => epochs[index].epoch + 1;
  const last = number(epochs.length - 1);
  const lines = series
    .map(
      ({ label, values }, at): LineSeries => ({
        label,
        dashed: at > 0,
        points: values.flatMap((y, index) => (typeof y === "number" ? [{ x: number(index), y }] : [])),
      }),
    )
    .filter((line) => line.points.length > 0);
  const ends = lines
    .map(({ label, points }) => `${label} ${formatShort(points[points.length - 1].y)}`)
    .join(", ");
  const when = epochCount > last ? `After ${last} of ${epochCount} epochs` : `After ${last} epochs`;
  return (
    <Figure
      small
      title={title}
      sentence={`${when}: ${ends}.${note}`}
      data={{
        columns: ["epoch", ...series.map((line) => line.label)],
        rows: epochs.map((_, index) => [number(index), ...series.map((line) => line.values[index] ?? null)]),
      }}
    >
      <LinePlot
        title={title}
        xAxis="epoch"
        yAxis={yAxis}
        series={lines}
        xDomain={Math.max(last, epochCount) > 1 ? [1, Math.max(last, epochCount)] : undefined}
        yDomain={yDomain}
      />
    </Figure>
  );
}
