import { AppError } from "#lib/errors.ts";
import { writePng } from "#lib/imaging/write-png.ts";
import type { Problem } from "../dataset/dataset-record.ts";
import { type MeasureOptions, measurePictures } from "../dataset/measure-pictures.ts";
import { isPicture } from "../dataset/picture-name.ts";
import { readDataset } from "../dataset/read-dataset.ts";
import type { FileSource } from "../sources/file-source.ts";
import { memorySource } from "../sources/memory-source.ts";

export type Outcome = "accept" | "accept_with_warning" | "reject";

export interface HostileCase {
  /** Below hostile/: images/, tables/, json/ or archives/. */
  file: string;
  outcome: Outcome;
  /** What is wrong, as a class; "none" for what is simply taken. */
  code: string;
  /** Where it says "or", either outcome is right. */
  detail: string;
}

export interface HostileAnswer {
  outcome: Outcome;
  /** Reasons of every refusal and note. */
  reasons: string[];
}

/** How a class of the stored cases is called here, where the names differ. */
const REASONS: Readonly<Record<string, string>> = {
  truncated_image: "damaged",
  empty_file: "empty",
  unsupported_type: "unsupported",
  bad_aspect: "strip",
  path_traversal: "bad-path",
  no_matching_file: "missing",
};

/** Reads one hostile file with a layout that meets such files, beside the pictures it may name. */
export async function answerHostile(
  file: string,
  bytes: Uint8Array,
  picture: Uint8Array,
): Promise<HostileAnswer> {
  const [kind] = file.split("/");
  const name = file.slice(kind.length + 1);
  const read = READERS[kind === "json" && name.endsWith(".xml") ? "xml" : kind];
  try {
    const { refused, warnings } = await read(name, bytes, picture);
    const outcome = refused.length > 0 ? "reject" : warnings.length > 0 ? "accept_with_warning" : "accept";
    return { outcome, reasons: [...refused, ...warnings].map(({ reason }) => reason) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { outcome: "reject", reasons: [String(error.details.reason)] };
  }
}

type Reader = (
  name: string,
  bytes: Uint8Array,
  picture: Uint8Array,
) => Promise<{ refused: Problem[]; warnings: Problem[] }>;

const READERS: Readonly<Record<string, Reader>> = {
  json: (_, bytes, picture) => readAs("coco", { "annotations.json": bytes, "a.jpg": picture }),
  xml: (_, bytes, picture) => readAs("voc", { "Annotations/a.xml": bytes, "JPEGImages/a.jpg": picture }),
  images: (name, bytes) => readAs("pictures", { [pictureName(name)]: bytes }, { decode: true }),
  archives: async (name, bytes) => {
    const dataset = await readDataset(memorySource(new Map([[name, bytes]])));
    const { records, refused, warnings } = await measurePictures(dataset, dataset.source);
    if (records.length === 0 || refused.length === 0) return { refused, warnings };
    // Some of it is taken: what is not is listed.
    const some = { file: name, line: null, reason: "some-files-skipped", message: "" };
    return { refused: [], warnings: [...warnings, ...refused, some] };
  },
  tables: (name, bytes) => {
    const pictures = ["a", "b", "c", "d", "e"].map((letter, i) => [
      `${letter}.png`,
      writePng(new Uint8Array(i + 1), i + 1, 1, 1),
    ]);
    return readAs("csv", { [name]: bytes, ...Object.fromEntries(pictures) });
  },
};

/** A picture under a name that no list of pictures would hold is read all the same. */
const pictureName = (name: string) => (isPicture(name) ? name : `${name}.png`);

async function readAs(format: string, files: Record<string, Uint8Array>, options: MeasureOptions = {}) {
  const source: FileSource = memorySource(new Map(Object.entries(files)));
  const dataset = await readDataset(source, { format });
  const { refused, warnings } = await measurePictures(dataset, dataset.source, options);
  // A table or file may name only some of the pictures that stand ready for it.
  return { refused, warnings: warnings.filter(({ reason }) => reason !== "unlisted") };
}

/** Why an answer is not the expected one, in words; null when it is. */
export function hostileDiffers({ outcome, code, detail }: HostileCase, answer: HostileAnswer): string | null {
  const either = /\bor (reject|ask|accept|unsupported)|: ask for/.test(detail);
  if (answer.outcome !== outcome && !(either && answer.outcome !== "accept")) {
    return `${answer.outcome} (${answer.reasons.join(", ") || "without a word"}), not ${outcome} (${code})`;
  }
  if (code === "none" || /any reject code/.test(detail)) return null;
  const [, other] = /\bor (\w+_\w+)/.exec(detail) ?? [];
  const reasons = [code, ...(other ? [other] : [])].map((each) => REASONS[each] ?? each.replaceAll("_", "-"));
  if (reasons.some((reason) => answer.reasons.includes(reason))) return null;
  const reason = reasons[0];
  return `${answer.outcome} for ${answer.reasons.join(", ")}, not for ${reason}`;
}
