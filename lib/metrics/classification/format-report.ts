import { INTERVAL_NAMES, MEASURE_IDS, measures } from "./measures.ts";
import type { ClassificationReport, Reported } from "./report.ts";

const DECIMALS = 3;

/** The whole report as JSON, indented, closed by a line feed. `ClassificationReport.parse` reads it back. */
export function reportToJson(report: ClassificationReport): string {
  return `${JSON.stringify(report, null, 1)}\n`;
}

/**
 * The report as Markdown: a table of the measures and one of the classes, each number with its interval or the reason why it
 * has none. Columns are padded, so that it reads on a terminal as well. Closed by a line feed.
 */
export function reportToMarkdown(report: ClassificationReport): string {
  const { images, classNames, level, resamples, seed, calibration } = report;
  const interval = `${Math.round(level * 1000) / 10} % interval`;
  const blocks = [
    `${images} images, ${classNames.length} classes; ${resamples} resamples, seed ${seed}`,
    table(
      ["Measure", "Value", interval, "Interval by"],
      MEASURE_IDS.map((id) => {
        const number = report.measures[id];
        const method = "value" in number ? INTERVAL_NAMES[number.method] : "";
        return [measures[id].name, ...valueAndInterval(number), method];
      }),
    ),
    `A perfectly calibrated model would show a calibration error of ${decimal(calibration.byChance.mean)} on these images by chance.`,
    table(
      ["Class", "Images", "Precision", interval, "Recall", interval, "F1", interval, "AUC", interval],
      report.perClass.map(({ className, images: count, precision, recall, f1, auc }) => [
        className,
        String(count),
        ...[precision, recall, f1, auc].flatMap(valueAndInterval),
      ]),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function valueAndInterval(number: Reported): [value: string, interval: string] {
  if ("undefined" in number) return ["undefined", inWords(number.undefined)];
  const { value, low, high } = number;
  return [decimal(value), low === null ? inWords(number.reason) : `[${decimal(low)}, ${decimal(high)}]`];
}

const decimal = (value: number) => value.toFixed(DECIMALS);
const inWords = (reason: string) => reason.replaceAll("_", " ");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...escaped.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const [first, ...rest] = escaped.map(line);
  return [first, line(widths.map((width) => "-".repeat(width))), ...rest].join("\n");
}
