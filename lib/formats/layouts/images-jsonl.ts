import { z } from "zod";
import { issueWords } from "#lib/issue-words.ts";
import { AnnotationSchema, AttributeValues, Name } from "../dataset/annotation-schema.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import {
  type DescribedReading,
  type DescribedRecord,
  NO_SPLIT,
  type Problem,
} from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { baseName, folderOf, isPicture } from "../dataset/picture-name.ts";
import { decodeText } from "../encodings/decode-text.ts";
import { printable } from "../encodings/printable.ts";
import { pathProblem } from "../sources/safe-path.ts";

/** The file that describes a folder data set. */
export const DESCRIPTION_FILE = "images.jsonl";

/** Whynot's own: `images.jsonl` beside the pictures, a line each. */
export const imagesJsonl = defineFormat({
  id: "images-jsonl",
  name: "Whynot's images.jsonl",
  spec: "A JSON object a line: file, split, class, width, height, regions, attributes",
  async detect(folder) {
    const base = findBase(folder);
    return base === null
      ? null
      : { confidence: base === "" ? 1 : 0.98, reason: `there is a file ${base}${DESCRIPTION_FILE}` };
  },
  read: (folder) => readDescribedFolder(folder, findBase(folder) ?? ""),
});

/** The folder of the description nearest to the root, "" or ending in "/". */
function findBase({ files, has }: DatasetFolder): string | null {
  if (has(DESCRIPTION_FILE)) return "";
  const found = files
    .filter(({ path }) => baseName(path) === DESCRIPTION_FILE)
    .map(({ path }) => folderOf(path));
  return found.sort((a, b) => a.split("/").length - b.split("/").length)[0] ?? null;
}

/** The records of images.jsonl whose pictures are there; what is missing is refused, what is not listed is noted. */
export async function readDescribedFolder(folder: DatasetFolder, base = ""): Promise<DescribedReading> {
  const { text } = decodeText(await folder.read(`${base}${DESCRIPTION_FILE}`), DESCRIPTION_FILE);
  const reading = inFolder(base, readImagesJsonl(text));
  const links = new Set(folder.links.map(({ file }) => file));
  const missing = reading.records.filter(({ file }) => !folder.has(file) && !links.has(file));
  const listed = new Set([...reading.records, ...reading.refused].map(({ file }) => file));
  const unlisted = folder.files.filter(({ path }) => isPicture(path) && !listed.has(path));
  return {
    records: reading.records.filter(({ file }) => folder.has(file)),
    refused: [...reading.refused, ...missing.map(missingProblem)],
    warnings: [...reading.warnings, ...unlisted.map(({ path }) => unlistedProblem(path))],
  };
}

/** Paths seen from the source's root instead of the description's folder. */
function inFolder(base: string, reading: DescribedReading): DescribedReading {
  if (base === "") return reading;
  return {
    ...reading,
    records: reading.records.map((record) => ({ ...record, file: `${base}${record.file}` })),
    refused: reading.refused.map((problem) => ({
      ...problem,
      file: problem.file && `${base}${problem.file}`,
    })),
  };
}

function missingProblem({ file, line }: { file: string; line: number | null }): Problem {
  return { file, line, reason: "missing", message: "There is no such file in the folder." };
}

function unlistedProblem(file: string): Problem {
  const message = `It is not listed in ${DESCRIPTION_FILE} and is left out.`;
  return { file, line: null, reason: "unlisted", message };
}

const side = z.int().min(1).max(1_000_000);

const Line = z.object({
  file: z.string(),
  split: Name.default(NO_SPLIT),
  class: Name.nullish(),
  width: side.optional(),
  height: side.optional(),
  regions: z.array(AnnotationSchema).max(10_000).default([]),
  attributes: AttributeValues.default({}),
});

/**
 * Reads `images.jsonl`: one JSON object a line, {file, split, class, width, height, regions, attributes}; only `file`
 * is required. A bad line is refused by itself and the others are read.
 */
export function readImagesJsonl(text: string): DescribedReading {
  const reading: DescribedReading = { records: [], refused: [], warnings: [] };
  const firstLine = new Map<string, number>();
  text.split("\n").forEach((content, index) => {
    if (content.trim() === "") return;
    const line = index + 1;
    const outcome = readLine(content, line);
    if ("reason" in outcome) {
      reading.refused.push(outcome);
      return;
    }
    const before = firstLine.get(outcome.file);
    if (before !== undefined) {
      const message = `The file is listed twice, first on line ${before}: keep one of the lines.`;
      reading.refused.push({ file: outcome.file, line, reason: "listed-twice", message });
      return;
    }
    firstLine.set(outcome.file, line);
    reading.records.push(outcome);
  });
  return reading;
}

function readLine(content: string, line: number): DescribedRecord | Problem {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return {
      file: null,
      line,
      reason: "not-json",
      message: "The line is not a JSON object: check quotes and commas.",
    };
  }
  const parsed = Line.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const { path } = issue;
    const where = path.length > 0 ? `"${path.join(".")}"` : "the line";
    return {
      file: fileOf(json),
      line,
      reason: "bad-field",
      message: `Look at ${where}: it ${issueWords(issue)}.`,
    };
  }
  const { file, split, class: className, width, height, regions, attributes } = parsed.data;
  const problem = pathProblem(file);
  if (problem) return { file: printable(file), line, reason: "bad-path", message: `Its path ${problem}.` };
  const size = width !== undefined && height !== undefined ? { width, height } : null;
  return { file, split, className: className ?? null, size, regions, attributes, line };
}

function fileOf(json: unknown): string | null {
  const file = typeof json === "object" && json !== null && "file" in json ? json.file : null;
  return typeof file === "string" ? printable(file) : null;
}
