import type { Problem } from "#lib/formats/dataset/dataset-record.ts";
import { printable } from "#lib/formats/encodings/printable.ts";

/**
 * Problems as lines for people, and how many more there are.
 * @param count of all, where `problems` has the first of them alone @param most lines
 */
export function problemLines(
  word: string,
  problems: readonly Problem[],
  { count = problems.length, most = problems.length }: { count?: number; most?: number } = {},
): string[] {
  const lines = problems.slice(0, most).map(({ file, line, message }) => {
    const place = [file, line === null ? null : `line ${line}`].filter((part) => part !== null).join(", ");
    return printable(`  ${word}: ${place === "" ? "" : `${place}: `}${message}`);
  });
  const more = count - lines.length;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}
