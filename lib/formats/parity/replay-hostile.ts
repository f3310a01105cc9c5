import { AppError } from "#lib/errors.ts";
import { writePng } from "#lib/imaging/write-png.ts";
import type { Problem } from "../dataset-record.ts";
import type { FileSource } from "../file-source.ts";
import { measurePictures } from "../measure-pictures.ts";
import { memorySource } from "../memory-source.ts";
import { readDataset } from "../read-dataset.ts";

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
  tables: (name, bytes) => {
    const pictures = ["a", "b", "c", "d", "e"].map((letter, i) => [
      `${letter}.png`,
      writePng(new Uint8Array(i + 1), i + 1, 1, 1),
    ]);
    return readAs("csv", { [name]: bytes, ...Object.fromEntries(pictures) });
  },
};

async function readAs(format: string, files: Record<string, Uint8Array>) {
  const source: FileSource = memorySource(new Map(Object.entries(files)));
  const dataset = await readDataset(source, { format });
  const { refused, warnings } = await measurePictures(dataset, dataset.source);
  // A table or file may name only some of the pictures that stand ready for it.
  return { refused, warnings: warnings.filter(({ reason }) => reason !== "unlisted") };
}

/** Why an answer is not the expected one, in words; null when it is. */
export function hostileDiffers({ outcome, code, detail }: HostileCase, answer: HostileAnswer): string | null {
  const either = /\bor (reject|ask|accept|unsupported)|: ask for/.test(detail);
  if (answer.outcome !== outcome && !(either && answer.outcome !== "accept")) {
    return `${answer.outcome} (${answer.reasons.join(", ") || "without a word"}), not ${outcome} (${code})`;
  }
  if (code === "none") return null;
  const reason = REASONS[code] ?? code.replaceAll("_", "-");
  if (answer.reasons.includes(reason)) return null;
  return `${answer.outcome} for ${answer.reasons.join(", ")}, not for ${reason}`;
}
