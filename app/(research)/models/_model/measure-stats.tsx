import { formatCount, formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Stat, Stats } from "#components/ui/stat.tsx";
import { MEASURE_IDS, type Measure, type MeasureId, measures } from "#lib/metrics/classification/measures.ts";
import type { ClassificationReport, Reported } from "#lib/metrics/classification/report.ts";

/** The headline numbers, each over its interval, and how the intervals were made. */
export function MeasureStats({ report }: { report: ClassificationReport }) {
  const { resamples, seed, level } = report;
  // With five classes at most there is no top five: a card would only say so.
  const shown = MEASURE_IDS.filter((id) => id !== "top5" || "value" in report.measures.top5);
  return (
    <>
      <Stats>
        {shown.map((id) => (
          <MeasureStat
            key={id}
            measure={measures[id]}
            number={report.measures[id]}
            lacking={classLacking(report, id)}
          />
        ))}
      </Stats>
      <p className="mt-3 max-w-prose text-sm text-muted">
        In brackets {formatNumber(level * 100, 0)}
        {"\u202f"}% intervals over images: of shares by Wilson, of AUCs by DeLong and Newcombe, of the rest by{" "}
        {formatCount(resamples)} bootstrap resamples (seed {seed}). Macro averages count every class the same.
      </p>
    </>
  );
}

/** The first class without a value, which is why the average over classes has none. */
function classLacking({ perClass }: ClassificationReport, id: MeasureId): string | undefined {
  if (id !== "precision" && id !== "recall" && id !== "f1" && id !== "auc") return undefined;
  return perClass.find((row) => "undefined" in row[id])?.className;
}

interface MeasureStatProps {
  measure: Measure;
  number: Reported;
  lacking: string | undefined;
}

function MeasureStat({ measure, number, lacking }: MeasureStatProps) {
  const direction = measure.direction === "lower" ? " · lower is better" : "";
  if ("undefined" in number) {
    return (
      <Stat
        label={measure.name}
        value={<span className="text-base text-muted">undefined</span>}
        note={[lacking, undefinedWords(number.undefined)].filter(Boolean).join(": ")}
      />
    );
  }
  const { value, low, high } = number;
  const interval = low === null ? `no interval: ${undefinedWords(number.reason)}` : formatInterval(low, high);
  return <Stat label={measure.name} value={formatNumber(value)} note={`${interval}${direction}`} />;
}
