import { AppError } from "#lib/errors.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import {
  type DescribedReading,
  type DescribedRecord,
  emptyReading,
  recordOf,
} from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { MAX_MARKS, MAX_RECORDS } from "../dataset/limits.ts";
import { type PictureFinder, pictureFinder, unlistedNotes } from "../dataset/picture-finder.ts";
import { baseName, folderOf, isPicture } from "../dataset/picture-name.ts";
import { tooManyRecords } from "../dataset/too-many-records.ts";
import { readJsonElements } from "../encodings/json-elements.ts";
import { asObject, type JsonObject } from "../encodings/json-fields.ts";
import { Fault, faultProblem } from "../fault.ts";
import { readStudioResults } from "./parts/label-studio-marks.ts";

/**
 * Label Studio's JSON export: a list of tasks with their annotations. A choice for the whole picture is its class. Of
 * several annotations of a task the one marked as ground truth is taken, else the first that was not cancelled.
 */
export const labelStudio = defineFormat({
  id: "label-studio",
  name: "Label Studio JSON",
  spec: "Label Studio documentation, the JSON export format and its brush masks",
  async detect(folder) {
    const file = await findExport(folder);
    return file === null
      ? null
      : { confidence: 0.96, reason: `${file} is a list of tasks with data and annotations` };
  },
  async read(folder) {
    const file = (await findExport(folder)) ?? jsonFiles(folder)[0];
    if (file === undefined)
      throw new AppError("invalid", "There is no .json file here.", { reason: "no-description" });
    const finder = pictureFinder(folder);
    const reading = emptyReading();
    const listed = new Map<string, number>();
    for (const { value, line } of readJsonElements(await folder.read(file), file)) {
      try {
        if (listed.size >= MAX_RECORDS) throw tooManyRecords();
        reading.records.push(readTask(asObject(value, "A task"), { file, line, finder, listed, reading }));
      } catch (error) {
        reading.refused.push(faultProblem(error, file, line));
      }
    }
    reading.warnings = reading.warnings.concat(unlistedNotes(finder, file));
    return reading;
  },
});

function jsonFiles({ files }: DatasetFolder): string[] {
  return files.filter(({ path }) => path.endsWith(".json")).map(({ path }) => path);
}

async function findExport(folder: DatasetFolder): Promise<string | null> {
  for (const path of jsonFiles(folder).slice(0, 50)) {
    const start = new TextDecoder().decode(await folder.peek(path, 100_000));
    if (
      /^\ufeff?\s*\[\s*\{/.test(start) &&
      /"data"\s*:\s*\{/.test(start) &&
      /"(annotations|completions)"\s*:/.test(start)
    ) {
      return path;
    }
  }
  return null;
}

interface Place {
  file: string;
  line: number;
  finder: PictureFinder;
  /** Line by picture. */
  listed: Map<string, number>;
  reading: DescribedReading;
}

function readTask(task: JsonObject, place: Place): DescribedRecord {
  const { file, line, finder, listed, reading } = place;
  const path = findPicture(asObject(task.data, "A task's data"), folderOf(file), finder, place);
  const before = listed.get(path);
  if (before !== undefined)
    throw new Fault("listed-twice", `${path} is described twice, first on line ${before}.`);
  listed.set(path, line);
  const note = (reason: string, message: string) =>
    reading.warnings.push({ file: path, line, reason, message });
  const results = chooseAnnotation(task, note);
  if (results.length > MAX_MARKS)
    throw new Fault("too-many-regions", `It has more than ${MAX_MARKS} results.`);
  const { size, className, marks, attributes, unread } = readStudioResults(results);
  if (unread.length > 0)
    note("unknown-shape", `Results of the kind ${unread.join(", ")} are not read and are left out.`);
  return recordOf(path, { size, className, regions: marks, attributes, line });
}

/** The results of the annotation that counts; none for a task nobody has finished. */
function chooseAnnotation(task: JsonObject, note: (reason: string, message: string) => void): unknown[] {
  const list = task.annotations ?? task.completions ?? [];
  if (!Array.isArray(list)) throw new Fault("bad-type", "A task's annotations are no list.");
  const annotations = list.map((each) => asObject(each, "An annotation"));
  const finished = annotations.filter(({ was_cancelled }) => was_cancelled !== true);
  const cancelled = annotations.length - finished.length;
  if (cancelled > 0) note("cancelled", `${cancelled} cancelled annotations are left out.`);
  const chosen = finished.find(({ ground_truth }) => ground_truth === true) ?? finished[0];
  if (finished.length > 1)
    note("several-annotations", `It has ${finished.length} annotations, of which one is taken.`);
  const results = chosen?.result ?? [];
  if (!Array.isArray(results)) throw new Fault("bad-type", "An annotation's result is no list.");
  return results;
}

/** The picture a task is about, by whichever of its data names one that is here. Nothing is fetched. */
function findPicture(
  data: JsonObject,
  base: string,
  finder: PictureFinder,
  { file, line, reading }: Place,
): string {
  const references = Object.values(data).filter((value) => typeof value === "string");
  const reference = references.find((text) => isPicture(localName(text))) ?? references[0];
  if (reference === undefined) throw new Fault("no-file", "Its data names no picture.");
  if (
    /^[a-z][a-z0-9+.-]*:/i.test(reference) &&
    !reading.warnings.some(({ reason }) => reason === "remote-url-ignored")
  ) {
    const message = "Pictures are given by web addresses, which are never fetched: their files must be here.";
    reading.warnings.push({ file, line, reason: "remote-url-ignored", message });
  }
  const name = localName(reference);
  const found = finder.find(name, base);
  if ("path" in found) return found.path;
  // An upload keeps its name after eight digits that Label Studio puts before it.
  const original = finder.find(name.replace(/^[0-9a-f]{8}-/, ""), base);
  if (found.reason === "missing" && "path" in original) return original.path;
  throw new Fault(found.reason, found.message);
}

/** `/data/local-files/?d=a/b.jpg` -> a/b.jpg, `/data/upload/3/x.jpg` and web addresses -> their last part. */
function localName(reference: string): string {
  const local = /^\/data\/local-files\/\?d=(.*)$/.exec(reference);
  if (local) return decode(local[1]);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(reference) || reference.startsWith("/data/upload/")) {
    return baseName(decode(reference.replace(/[?#].*$/, "")));
  }
  return reference;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
