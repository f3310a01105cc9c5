import type { RatingTable } from "../bootstrap-by-rater.ts";
import { type Levels, levelsOf, type RandomFactor } from "./random-factors.ts";

/** Ratings as counts: how often each rater gave each answer to each item of each group. Without raters and items a small table. */
export interface AnswerCells {
  /** Answers that were given, ascending; `category` is an index into them. */
  categories: readonly number[];
  groups: readonly string[];
  first: Levels;
  second: Levels;
  group: Int32Array;
  category: Int32Array;
  count: Float64Array;
}

export function countAnswers(table: RatingTable, random: readonly RandomFactor[]): AnswerCells {
  const { value, group, groups } = table;
  const categories = [...new Set(value)].sort((a, b) => a - b);
  const indices = new Map(categories.map((answer, j) => [answer, j]));
  const [first, second] = [levelsOf(table, "rater", random), levelsOf(table, "item", random)];
  const cells = new Map<number, number>();
  for (let c = 0; c < value.length; c++) {
    const level = first.of[c] * second.count + second.of[c];
    const key = (level * groups.length + group[c]) * categories.length + indices.get(value[c])!;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const keys = [...cells.keys()];
  const part = (unit: number, size: number) => Int32Array.from(keys, (key) => Math.floor(key / unit) % size);
  const perLevel = groups.length * categories.length;
  return {
    categories,
    groups,
    first: { of: part(perLevel * second.count, first.count), count: first.count },
    second: { of: part(perLevel, second.count), count: second.count },
    group: part(categories.length, groups.length),
    category: part(1, categories.length),
    count: Float64Array.from(cells.values()),
  };
}
