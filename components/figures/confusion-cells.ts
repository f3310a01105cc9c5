/** A confusion matrix small enough to be drawn: neighbouring classes may share a cell. */
export interface ConfusionCells {
  /** Classes that share a row or a column; 1 = each has its own. */
  classesPerCell: number;
  /** [true][predicted] */
  counts: number[][];
}

/** More cells a side than this are finer than can be seen. */
const MOST_CELLS = 100;

/** Sums blocks of neighbouring classes, the fewest that leave at most 100 cells a side. */
export function toConfusionCells(confusion: readonly (readonly number[])[]): ConfusionCells {
  const classesPerCell = Math.max(1, Math.ceil(confusion.length / MOST_CELLS));
  if (classesPerCell === 1) return { classesPerCell, counts: confusion.map((row) => [...row]) };
  const side = Math.ceil(confusion.length / classesPerCell);
  const counts = Array.from({ length: side }, () => new Array<number>(side).fill(0));
  confusion.forEach((row, c) => {
    row.forEach((count, p) => {
      counts[Math.floor(c / classesPerCell)][Math.floor(p / classesPerCell)] += count;
    });
  });
  return { classesPerCell, counts };
}

export interface Confusion {
  trueClass: string;
  predictedClass: string;
  images: number;
  /** Of the images of the true class. */
  share: number;
}

/** What was taken for something else, the commonest first; equal ones in the order of the classes. */
export function listConfusions(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
): Confusion[] {
  const list = confusion.flatMap((row, c) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    return row.flatMap((count, p): Confusion[] =>
      p === c || count === 0
        ? []
        : [{ trueClass: classNames[c], predictedClass: classNames[p], images: count, share: count / images }],
    );
  });
  return list.sort((a, b) => b.images - a.images);
}
