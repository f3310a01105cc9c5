import { FORMATS } from "#lib/formats/dataset/registry.ts";
import type { DatasetWriter, Rule } from "#lib/formats/writers/define-writer.ts";
import { IMAGE_KEYS, MARK_KEYS, SHAPE_KEYS } from "#lib/formats/writers/define-writer.ts";
import { describeWriter, type Outcome, SHAPE_NAMES } from "#lib/formats/writers/describe-writer.ts";
import { WRITERS } from "#lib/formats/writers/registry.ts";

const MARKS: Record<Rule<unknown>["fate"], string> = { kept: "●", converted: "◐", dropped: "–" };

/** docs/formats.md from what readers and writers declare. */
export function renderFormatsPage(): string {
  return [
    "# Formats of data sets",
    "",
    "Made from the code (`npx vitest run --project maths test/unit/docs -u`); tests prove every line of it by exporting, reading back and comparing.",
    "",
    "## Read",
    "",
    "Folders and archives (.zip, .tar, .tar.gz), detected or told with `--format`.",
    "",
    "| id | layout | written from |",
    "| --- | --- | --- |",
    ...FORMATS.map(({ id, name, spec }) => `| \`${id}\` | ${name} | ${cell(spec)} |`),
    "",
    "## Written",
    "",
    "`bin/whynot data export NAME --format ID --out DIR|FILE.zip [--version N] [--split S] [--class C] [--no-pictures]`, or a data set's page **Export**,",
    "where a worker makes a ZIP archive that is kept for seven days and whose download can be taken up again. An export reads the data set as it is at one moment,",
    "a record at a time: a format that lists images and annotations apart (COCO) reads it twice. `export-report.txt` beside the data, and the page, count what was",
    "converted or dropped. Names that some system or import would trip over (`../`, hidden, reserved, longer than 255 bytes, alike but for their case, a",
    "spreadsheet's formula) are changed and listed; class names never become one another.",
    "",
    "Pictures are the bytes that were imported, EXIF and all; sizes and regions are those of the picture as it is seen, with its EXIF orientation applied.",
    "Readers that do not turn pictures by themselves (PIL: `ImageOps.exif_transpose`) have to be told to.",
    "",
    `● kept: comes back equal · ◐ converted · – dropped`,
    "",
    ...matrix(
      "Regions",
      SHAPE_KEYS.map((key) => [SHAPE_NAMES[key], (writer) => describeWriter(writer).shapes[key]]),
    ),
    ...matrix(
      "What is said of a region",
      MARK_KEYS.map((key) => [key, (writer) => describeWriter(writer).marks[key]]),
    ),
    ...matrix(
      "What is said of an image",
      IMAGE_KEYS.map((key) => [key, (writer) => describeWriter(writer).images[key]]),
    ),
    ...WRITERS.flatMap(writerSection),
  ].join("\n");
}

type Line = [name: string, outcomeIn: (writer: DatasetWriter) => Outcome];

function matrix(title: string, lines: readonly Line[]): string[] {
  return [
    `### ${title}`,
    "",
    `| | ${WRITERS.map(({ id }) => `\`${id}\``).join(" | ")} |`,
    `| --- |${WRITERS.map(() => " :-: |").join("")}`,
    ...lines.map(
      ([name, outcomeIn]) =>
        `| ${name} | ${WRITERS.map((writer) => MARKS[outcomeIn(writer).fate]).join(" | ")} |`,
    ),
    "",
  ];
}

function writerSection(writer: DatasetWriter): string[] {
  const { id, title, layout, shapes, marks, images } = describeWriter(writer);
  const { spec, precision, needsClass } = writer;
  const rows: [string, Outcome][] = [
    ...SHAPE_KEYS.map((key): [string, Outcome] => [SHAPE_NAMES[key], shapes[key]]),
    ...MARK_KEYS.map((key): [string, Outcome] => [`a region's ${key}`, marks[key]]),
    ...IMAGE_KEYS.map((key): [string, Outcome] => [`an image's ${key}`, images[key]]),
  ];
  const numbers =
    precision === 0 ? "Numbers come back exactly." : `Coordinates come back within ${precision} pixel.`;
  const unnamed = needsClass ? " A region without a class gets its image's, or `object`." : "";
  return [
    `### ${title} (\`${id}\`)`,
    "",
    `${capital(layout)}. ${numbers}${unnamed} Written from: ${spec}.`,
    "",
    "| | | |",
    "| --- | --- | --- |",
    ...rows
      .filter(([, { fate, words }]) => fate !== "kept" || words !== "")
      .map(([name, { fate, words }]) => `| ${name} | ${fate} | ${cell(words)} |`),
    "",
  ];
}

const cell = (text: string) => text.replaceAll("|", "\\|");
const capital = (text: string) => `${text[0].toUpperCase()}${text.slice(1)}`;
