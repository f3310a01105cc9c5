import type { DatasetReading, Problem } from "./dataset-record.ts";
import type { SourceEntry } from "./file-source.ts";

export const PICTURE_NAME = /\.(jpe?g|png|webp|gif|tiff?)$/i;

/**
 * Reads a folder whose folders are classes: `class/file` or `split/class/file`. Hidden files and files beside the
 * class folders that are no pictures (a README) are left alone; everything else that does not fit is refused by name.
 */
export function readClassFolders(entries: readonly SourceEntry[]): DatasetReading {
  const reading: DatasetReading = { records: [], refused: [], warnings: [] };
  const files = entries.filter(({ kind }) => kind === "file");
  const splits = new Set(
    files
      .map(({ path }) => path.split("/"))
      .filter((parts) => parts.length === 3)
      .map(first),
  );
  for (const { path } of files) {
    const parts = path.split("/");
    const isPicture = PICTURE_NAME.test(path);
    if (parts.length === 1 && !isPicture) continue;
    const problem = placeProblem(parts, isPicture, splits);
    if (problem) {
      reading.refused.push({ file: path, line: null, ...problem });
      continue;
    }
    const [split, className] = parts.length === 3 ? parts : ["all", parts[0]];
    reading.records.push({
      file: path,
      split,
      className,
      size: null,
      regions: [],
      attributes: {},
      line: null,
    });
  }
  return reading;
}

const first = (parts: readonly string[]) => parts[0];

function placeProblem(
  parts: readonly string[],
  isPicture: boolean,
  splits: ReadonlySet<string>,
): Pick<Problem, "reason" | "message"> | null {
  if (!isPicture) {
    return {
      reason: "not-a-picture",
      message: "Its name is not that of a JPEG, PNG, WebP, GIF or TIFF picture.",
    };
  }
  if (parts.length === 1 || (parts.length === 2 && splits.has(parts[0]))) {
    return { reason: "no-class", message: "It lies in no class folder: put it in class/ or split/class/." };
  }
  if (parts.length > 3) {
    return { reason: "too-deep", message: "It lies too deep: pictures go in class/ or split/class/." };
  }
  return null;
}
