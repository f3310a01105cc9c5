import { AppError } from "#lib/errors.ts";
import { NO_SPLIT } from "../dataset/dataset-record.ts";
import { isPicture } from "../dataset/picture-name.ts";
import { printable } from "../encodings/printable.ts";
import type {
  DatasetWriter,
  ExportedImage,
  ExportFile,
  ExportSource,
  FittedSource,
  SizedRecord,
} from "./define-writer.ts";
import { describeReport, type ExportReport, reportOn } from "./export-report.ts";
import { fitRecord, UNNAMED } from "./fit-record.ts";
import { distinctNames, distinctPaths, safePath } from "./picture-paths.ts";

/** Beside the data: what was converted and dropped. */
export const REPORT_FILE = "export-report.txt";

export interface ExportOptions {
  /** Whether the pictures are in the export, beside what is said about them. */
  pictures: boolean;
  /** Called now and then with the number of pictures dealt with, of all passes. */
  onImage?: () => void;
}

export interface PlannedExport {
  report: ExportReport;
  /** Made while they are read, and to be read once. */
  files(): AsyncIterable<ExportFile>;
}

/**
 * Prepares a data set's export in a format: looks at every record once for what it has to know before it writes (names
 * that are taken, splits, attributes, what is converted and dropped), holding names but no regions. The files are made
 * while they are read: describing files first, then pictures, then the report.
 * @throws AppError `invalid` when the format cannot be without pictures, or when nothing can be exported
 */
export async function planExport(
  writer: DatasetWriter,
  source: ExportSource,
  options: ExportOptions,
): Promise<PlannedExport> {
  if (writer.pictures !== "apart" && !options.pictures) {
    throw new AppError(
      "invalid",
      `${writer.title} is made of the pictures themselves: export it with pictures.`,
    );
  }
  const survey = await surveySource(writer, source, options);
  if (survey.report.images === 0) {
    const [first] = survey.report.leftOut.first;
    const why = first ? `: ${first.why}` : "";
    throw new AppError("invalid", `There are no images to export as ${writer.title}${why}.`);
  }
  const { classes, attributeNames, largestNumber, report } = survey;
  const fitted: FittedSource = {
    classes,
    splits: source.splits,
    attributeNames,
    largestNumber,
    images: (split) => fittedImages(writer, source, survey, options, split),
    pictures: (split) => fittedPictures(writer, source, survey, options, split),
  };
  return {
    report,
    async *files() {
      yield* writer.write(fitted);
      if (options.pictures && writer.pictures !== "inside")
        yield* pictureFiles(writer, source, survey, options);
      yield { path: REPORT_FILE, content: describeReport(report, writer) };
    },
  };
}

/** Survey, describing files and pictures: how often a picture is dealt with, for progress. */
export function passesOf(writer: DatasetWriter, { pictures }: Pick<ExportOptions, "pictures">): number {
  return 1 + writer.passes + (pictures && writer.pictures !== "inside" ? 1 : 0);
}

interface Survey {
  /** As they are written. */
  classes: string[];
  /** Written name by the data set's. */
  classNames: ReadonlyMap<string, string>;
  attributeNames: string[];
  largestNumber: number;
  hasSplits: boolean;
  /** Of pictures that lie elsewhere than they would by their own name. */
  moved: ReadonlyMap<string, string>;
  report: ExportReport;
}

async function surveySource(
  writer: DatasetWriter,
  source: ExportSource,
  { onImage }: ExportOptions,
): Promise<Survey> {
  const report = reportOn(writer.id);
  const hasSplits = source.splits.some((split) => split !== NO_SPLIT);
  const classNames = distinctNames([...new Set([...source.classes, UNNAMED])], writer.className);
  const attributeNames = new Set<string>();
  const moved = new Map<string, string>();
  const distinct = distinctPaths(writer.sharesStems);
  let isUnnamedUsed = false;
  let largestNumber = 0;
  for await (const image of source.images()) {
    onImage?.();
    const why = writer.leavesOut?.(image.record) ?? null;
    if (why !== null) {
      report.leaveOut({ file: printable(image.record.file), why });
      continue;
    }
    const named = withClassNames(image.record, classNames);
    const { record, changes } = fitRecord(named, writer);
    report.addImage(image, changes);
    isUnnamedUsed ||= record.regions.some((mark) => mark.class === classNames.get(UNNAMED));
    for (const name of Object.keys(record.attributes)) attributeNames.add(name);
    for (const id of [record.attributes.image_id, ...record.regions.map((mark) => mark.id)]) {
      if (Number.isSafeInteger(id)) largestNumber = Math.max(largestNumber, Number(id));
    }
    const wanted = writer.place(named, hasSplits);
    const path = distinct(pictureNamed(safePath(wanted)));
    if (path === wanted) continue;
    moved.set(image.id, path);
    report.renameFile({ from: printable(wanted), to: path });
  }
  const classes =
    source.classes.includes(UNNAMED) || !isUnnamedUsed ? source.classes : [...source.classes, UNNAMED];
  for (const name of classes) {
    const to = classNames.get(name)!;
    if (name !== to) report.renameClass({ from: printable(name), to: printable(to) });
  }
  return {
    classes: classes.map((name) => classNames.get(name)!),
    classNames,
    attributeNames: [...attributeNames],
    largestNumber,
    hasSplits,
    moved,
    report: report.finish(),
  };
}

/** What is called otherwise no import takes for a picture; what it is, its bytes say. */
const pictureNamed = (path: string) => (isPicture(path) ? path : `${path}.png`);

/** The pictures of an export as they are written, in the source's order. */
async function* fittedImages(
  writer: DatasetWriter,
  source: ExportSource,
  survey: Survey,
  options: ExportOptions,
  split?: string,
): AsyncGenerator<ExportedImage> {
  for await (const { image, record, file } of placedImages(writer, source, survey, options, split))
    yield { ...image, record: { ...fitRecord(record, writer).record, file } };
}

async function* fittedPictures(
  writer: DatasetWriter,
  source: ExportSource,
  survey: Survey,
  options: ExportOptions,
  split?: string,
): AsyncGenerator<SizedRecord> {
  for await (const { record, file } of placedImages(writer, source, survey, options, split))
    yield { ...fitRecord({ ...record, regions: [] }, writer).record, file };
}

async function* pictureFiles(
  writer: DatasetWriter,
  source: ExportSource,
  survey: Survey,
  options: ExportOptions,
): AsyncGenerator<ExportFile> {
  for await (const { image, file } of placedImages(writer, source, survey, options))
    yield { path: file, content: await image.picture() };
}

/** The pictures that are in the export, with classes and file as they are called in it. */
async function* placedImages(
  writer: DatasetWriter,
  source: ExportSource,
  { classNames, hasSplits, moved }: Survey,
  { onImage }: ExportOptions,
  split?: string,
): AsyncGenerator<{ image: ExportedImage; record: SizedRecord; file: string }> {
  for await (const image of source.images(split)) {
    onImage?.();
    if ((writer.leavesOut?.(image.record) ?? null) !== null) continue;
    const record = withClassNames(image.record, classNames);
    yield { image, record, file: moved.get(image.id) ?? writer.place(record, hasSplits) };
  }
}

function withClassNames(record: SizedRecord, names: ReadonlyMap<string, string>): SizedRecord {
  const nameOf = (name: string) => {
    const written = names.get(name);
    if (written === undefined) throw new Error(`the class ${name} is not among the source's`);
    return written;
  };
  return {
    ...record,
    className: record.className === null ? null : nameOf(record.className),
    regions: record.regions.map((mark) =>
      mark.class === undefined ? mark : { ...mark, class: nameOf(mark.class) },
    ),
  };
}
