import type { DatasetFolder } from "../../dataset/dataset-folder.ts";
import { decodeText } from "../../encodings/decode-text.ts";

/** One line of a file of numbered things: `17 002.Laysan_Albatross/Laysan_Albatross_0001_101.jpg`. */
export interface IndexLine {
  /** What the line begins with. */
  key: string;
  /** Everything after the first white space. */
  rest: string;
  /** From 1. */
  line: number;
}

/** The lines of such a file that are not empty; none when the file is not there. */
export async function readIndexLines(folder: DatasetFolder, path: string): Promise<IndexLine[]> {
  if (!folder.has(path)) return [];
  const { text } = decodeText(await folder.read(path), path);
  return text.split(/\r?\n/).flatMap((content, index) => {
    const match = /^\s*(\S+)\s*(.*?)\s*$/.exec(content);
    return match ? [{ key: match[1], rest: match[2], line: index + 1 }] : [];
  });
}
