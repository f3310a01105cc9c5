import { measurePictures } from "#lib/formats/dataset/measure-pictures.ts";
import { normaliseRecord } from "#lib/formats/dataset/normalised-image.ts";
import { type Dataset, readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { printable } from "#lib/formats/encodings/printable.ts";
import { openProgress } from "../training/progress-line.ts";
import { openGivenSource } from "./open-given-source.ts";
import { problemLines } from "./problem-lines.ts";

export interface ValidateCommand {
  format?: string;
  urls?: boolean;
  decode?: boolean;
  clickmeSize?: number;
  json?: boolean;
}

/** Problems shown in the table; the JSON has all. */
const LISTED = 50;

/** Reads what is given as an import would and says what came of it. Exit status 2 when something is refused. */
export async function runValidate(given: string, options: ValidateCommand): Promise<void> {
  const { decode, clickmeSize: clickMeSize } = options;
  const { source, format = options.format, close } = await openGivenSource(given, options);
  try {
    const dataset = await readDataset(source, { format, clickMeSize });
    const progress = openProgress("looking at", "pictures", dataset.records.length);
    const measured = await measurePictures(dataset, dataset.source, {
      decode,
      onProgress: (done) => progress.update(done),
    });
    progress.stop();
    const result = { ...dataset, ...measured };
    if (options.json) await writeJson(result);
    else process.stdout.write(summarise(result));
    if (result.refused.length > 0) process.exitCode = 2;
  } finally {
    await close();
  }
}

/** Piece by piece: a million records never are one text. */
async function writeJson({
  format,
  candidates,
  classes,
  records,
  refused,
  warnings,
}: Dataset): Promise<void> {
  const looksLike = candidates.map(({ format: each, confidence, reason }) => ({
    format: each.id,
    confidence,
    reason,
  }));
  await write(`{"format":${JSON.stringify(format)},"looks_like":${JSON.stringify(looksLike)},`);
  if (classes) await write(`"classes":${JSON.stringify(classes)},`);
  await write('"images":[');
  for (const [index, record] of records.entries()) {
    await write(`${index === 0 ? "" : ",\n"}${JSON.stringify(normaliseRecord(record))}`);
  }
  await write(`],"refused":${JSON.stringify(refused)},"warnings":${JSON.stringify(warnings)}}\n`);
}

async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once("drain", resolve));
}

function summarise({ format, candidates, records, refused, warnings }: Dataset): string {
  const why = candidates[0] ? `: ${candidates[0].reason}` : " (as told)";
  const lines = [`Read as ${format}${why}.`, "", ...table(records), ""];
  const most = LISTED;
  lines.push(...problemLines("refused", refused, { most }), ...problemLines("note", warnings, { most }));
  const counted = `${records.length} pictures, ${refused.length} refused, ${warnings.length} notes.`;
  return `${[...lines, counted].join("\n")}\n`;
}

/** Pictures and marks by class and split. */
function table(records: Dataset["records"]): string[] {
  const splits = [...new Set(records.map(({ split }) => split))].sort();
  const rows = new Map<string, number[]>();
  for (const { className, split, regions } of records) {
    const name = className === null ? "(no class)" : printable(className);
    const row = rows.get(name) ?? new Array<number>(splits.length + 1).fill(0);
    row[splits.indexOf(split)]++;
    row[splits.length] += regions.length;
    rows.set(name, row);
  }
  const cells = [["class", ...splits, "regions"]];
  for (const [name, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1)))
    cells.push([name, ...row.map(String)]);
  const widths = cells[0].map((_, column) =>
    cells.reduce((most, row) => Math.max(most, row[column].length), 0),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join("  "),
  );
}
