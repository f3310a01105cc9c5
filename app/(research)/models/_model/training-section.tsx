import { Figure } from "#components/figures/figure.tsx";
import { formatNumber } from "#components/figures/format-number.ts";
import { LinePlot, type LineSeries } from "#components/figures/line-plot.tsx";
import type { TrainingEpoch, TrainingRecord } from "#lib/services/models/read-training.ts";

/** How the model was made: the command, and what the log says of each epoch. */
export function TrainingSection({ training }: { training: TrainingRecord }) {
  const { command, engine, seconds, epochs } = training;
  if (!command && epochs.length === 0) {
    return <p className="text-muted">No training log came with this model.</p>;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div>
        {command ? (
          <pre className="overflow-x-auto rounded-md bg-fill px-3 py-2 font-mono text-xs">{command}</pre>
        ) : null}
        <p className="mt-2 text-sm text-muted">
          {[engine, seconds === null ? null : `${Math.round(seconds)} s`, `${epochs.length} epochs`]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {epochs.length > 1 ? (
        <div className="grid gap-8 md:grid-cols-2">
          <Curve
            title="Loss by epoch"
            yAxis="loss"
            epochs={epochs}
            series={[{ label: "training", values: epochs.map((epoch) => epoch.trainLoss) }]}
          />
          <Curve
            title="Accuracy by epoch"
            yAxis="accuracy"
            epochs={epochs}
            series={[
              { label: "training", values: epochs.map((epoch) => epoch.trainAccuracy) },
              { label: "validation", values: epochs.map((epoch) => epoch.validationAccuracy) },
            ]}
          />
        </div>
      ) : null}
    </div>
  );
}

interface CurveProps {
  title: string;
  yAxis: string;
  epochs: readonly TrainingEpoch[];
  series: { label: string; values: (number | null)[] }[];
}

function Curve({ title, yAxis, epochs, series }: CurveProps) {
  const number = (index: number) => epochs[index].epoch + 1;
  const lines = series
    .map(
      ({ label, values }, at): LineSeries => ({
        label,
        dashed: at > 0,
        points: values.flatMap((y, index) => (y === null ? [] : [{ x: number(index), y }])),
      }),
    )
    .filter((line) => line.points.length > 0);
  const ends = lines
    .map(({ label, points }) => `${label} ${formatNumber(points[points.length - 1].y)}`)
    .join(", ");
  return (
    <Figure
      small
      title={title}
      sentence={`After ${epochs.length} epochs: ${ends}.`}
      data={{
        columns: ["epoch", ...series.map((line) => line.label)],
        rows: epochs.map((_, index) => [number(index), ...series.map((line) => line.values[index])]),
      }}
    >
      <LinePlot title={title} xAxis="epoch" yAxis={yAxis} series={lines} />
    </Figure>
  );
}
