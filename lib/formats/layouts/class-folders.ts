import { type DescribedReading, NO_SPLIT, type Problem } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { isPicture } from "../dataset/picture-name.ts";
import { splitRole } from "../dataset/split-names.ts";
import type { SourceEntry } from "../sources/file-source.ts";

/** `class/file` or `split/class/file`, as torchvision's ImageFolder and Keras read it. */
export const classFolders = defineFormat({
  id: "class-folders",
  name: "One folder for each class",
  spec: "torchvision.datasets.ImageFolder",
  async detect({ files }) {
    const pictures = files.filter(({ path }) => isPicture(path)).map(({ path }) => path.split("/"));
    if (pictures.length === 0 || pictures.some(({ length }) => length < 2)) return null;
    const hasSplits = pictures.some((parts) => parts.length > 2 && splitRole(parts.at(-3)!) !== null);
    const folders = new Set(pictures.map((parts) => parts.at(-2)));
    const reason = `pictures lie in ${folders.size} folder${folders.size === 1 ? "" : "s"}${hasSplits ? " inside folders of splits" : ""}`;
    return { confidence: hasSplits ? 0.6 : folders.size > 1 ? 0.5 : 0.3, reason };
  },
  async read({ files }) {
    const wrapper = commonWrapper(files.map(({ path }) => path).filter(isPicture));
    return readClassFolders(files, wrapper);
  },
});

/**
 * Reads a folder whose folders are classes: `class/file` or `split/class/file`. Files beside the class folders that are
 * no pictures (a README) are left out with a note; everything else that does not fit is refused by name.
 * @param wrapper folders around the whole data set, "" or ending in "/"
 */
export function readClassFolders(files: readonly SourceEntry[], wrapper = ""): DescribedReading {
  const reading: DescribedReading = { records: [], refused: [], warnings: [] };
  const partsOf = (path: string) => (path.startsWith(wrapper) ? path.slice(wrapper.length) : path).split("/");
  const splits = new Set(
    files
      .map(({ path }) => partsOf(path))
      .filter((parts) => parts.length === 3)
      .map(first),
  );
  for (const { path } of files) {
    const parts = partsOf(path);
    if (parts.length === 1 && !isPicture(path)) {
      reading.warnings.push({
        file: path,
        line: null,
        reason: "skipped",
        message: "It is no picture and is left out.",
      });
      continue;
    }
    const problem = placeProblem(parts, isPicture(path), splits);
    if (problem) {
      reading.refused.push({ file: path, line: null, ...problem });
      continue;
    }
    const [split, className] = parts.length === 3 ? parts : [NO_SPLIT, parts[0]];
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

/** Folders that hold everything and are no split: `PetImages/` around `PetImages/cat/1.jpg`. */
function commonWrapper(paths: readonly string[]): string {
  let wrapper = "";
  while (true) {
    const next = paths[0]?.slice(wrapper.length).split("/") ?? [];
    if (next.length < 3 || splitRole(next[0]) !== null) return wrapper;
    const longer = `${wrapper}${next[0]}/`;
    if (!paths.every((path) => path.startsWith(longer) && path.slice(longer.length).includes("/")))
      return wrapper;
    wrapper = longer;
  }
}

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
