import type { MaskRuns } from "#lib/imaging/mask-runs.ts";

/**
 * COCO's text form of run lengths: from the fourth on each is given as its difference from the one two before; a number
 * is cut into groups of 5 bits, the lowest first, a sixth bit says whether more follow, and 48 is added to make a
 * character. @throws RangeError for a character that is none of these, or a text that ends within a number
 */
export function decodeCocoCounts(text: string): number[] {
  const counts: number[] = [];
  let at = 0;
  while (at < text.length) {
    let value = 0;
    let shift = 0;
    let group: number;
    do {
      group = text.charCodeAt(at++) - 48;
      if (!(group >= 0 && group < 64) || shift > 30)
        throw new RangeError("its counts are no text of run lengths");
      value += (group & 0x1f) * 2 ** shift;
      shift += 5;
    } while (group & 0x20);
    if (group & 0x10) value -= 2 ** shift;
    counts.push(counts.length > 2 ? value + counts[counts.length - 2] : value);
  }
  return counts;
}

/** The same text the reference implementation writes for these run lengths. */
export function encodeCocoCounts(counts: readonly number[]): string {
  let text = "";
  for (const [i, count] of counts.entries()) {
    let value = i > 2 ? count - counts[i - 2] : count;
    let more = true;
    while (more) {
      const group = value & 0x1f;
      value >>= 5;
      more = group & 0x10 ? value !== -1 : value !== 0;
      text += String.fromCharCode((more ? group | 0x20 : group) + 48);
    }
  }
  return text;
}

/**
 * Runs down the columns, as COCO counts, as runs along the rows. size is [height, width] in both.
 * @throws RangeError when they do not fill the size exactly
 */
export function columnRunsToRows({ size: [height, width], counts }: MaskRuns): MaskRuns {
  return { size: [height, width], counts: transposeRuns(counts, width, height) };
}

/** Runs along the rows as runs down the columns. @throws RangeError when they do not fill the size exactly */
export function rowRunsToColumns({ size: [height, width], counts }: MaskRuns): MaskRuns {
  return { size: [height, width], counts: transposeRuns(counts, height, width) };
}

/** Runs over `lines` lines of `length` pixels each -> runs across the lines. */
function transposeRuns(counts: readonly number[], lines: number, length: number): number[] {
  const total = lines * length;
  const inside = new Uint8Array(total);
  let at = 0;
  for (const [i, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 0 || at + count > total) {
      throw new RangeError(`its runs do not fill ${lines} x ${length} pixels`);
    }
    if (i % 2 === 1) {
      for (let k = at; k < at + count; k++) inside[(k % length) * lines + Math.floor(k / length)] = 1;
    }
    at += count;
  }
  if (at !== total) throw new RangeError(`its runs cover ${at} of ${total} pixels`);
  return runsOf(inside);
}

function runsOf(values: Uint8Array): number[] {
  const counts: number[] = [];
  let current = 0;
  let start = 0;
  for (let i = 0; i <= values.length; i++) {
    if (i < values.length && values[i] === current) continue;
    counts.push(i - start);
    start = i;
    current = 1 - current;
  }
  return counts;
}
