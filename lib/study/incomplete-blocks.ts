/** Steps after which a search gives a number of meetings up, and blocks beyond which it does not begin. */
const MOST_STEPS = 100_000;
const MOST_BLOCKS = 300;

/**
 * Blocks of k of v treatments in which every treatment is equally often and every two meet equally often: a balanced incomplete block
 * design (Yates 1936). What a person compares is k at a time, yet all comparisons are equally sure.
 *
 * With lambda meetings of each pair there are r = lambda (v-1) / (k-1) blocks with each treatment and b = v r / k >= v in all (Fisher
 * 1940). The least lambda is taken for which a search finds blocks: first some that go round by adding 1 mod v or v - 1
 * (differences, Bose 1939), then any. Where it finds none, all combinations are the design; they are always balanced.
 *
 * @param v treatments @param k in a block, 2 to v @returns [b][k] of treatments 0..v-1, ascending in each block
 */
export function balancedIncompleteBlocks(v: number, k: number): number[][] {
  if (!(Number.isInteger(v) && Number.isInteger(k) && k >= 2 && k <= v))
    throw new RangeError(`No blocks of ${k} of ${v} treatments`);
  // What is left out of balanced blocks is balanced.
  if (k <= v - 2 && 2 * k > v)
    return balancedIncompleteBlocks(v, v - k).map((block) => range(v).filter((one) => !block.includes(one)));
  const complete = choose(v - 2, k - 2);
  for (let lambda = 1; lambda < complete; lambda++) {
    const repeats = (lambda * (v - 1)) / (k - 1);
    const blocks = (v * repeats) / k;
    if (blocks > MOST_BLOCKS) break;
    if (!(Number.isInteger(repeats) && Number.isInteger(blocks) && blocks >= v)) continue;
    const found =
      goingRound(v, v, k, lambda, blocks) ??
      goingRound(v, v - 1, k, lambda, blocks) ??
      search(k, v, allPairs(v, lambda));
    if (found) return found;
  }
  return combinations(v, k);
}

/** Pairs of treatments by class, and how often pairs of each class may still meet. A class with a smaller number is filled first. */
interface PairClasses {
  left: Int32Array;
  /** @param a below b */
  of(a: number, b: number): number;
  /** The first of its pairs. */
  first(kind: number): [number, number];
}

const allPairs = (v: number, lambda: number): PairClasses => ({
  left: Int32Array.from({ length: v * v }, (_, pair) => (Math.floor(pair / v) < pair % v ? lambda : 0)),
  of: (a, b) => a * v + b,
  first: (pair) => [Math.floor(pair / v), pair % v],
});

/**
 * Base blocks whose differences mod w are each difference lambda times, and all that come of them by adding 1, 2, ... w-1: of w = v
 * treatments, or of w = v - 1 with the last one staying where it is and meeting the others lambda times.
 */
function goingRound(v: number, w: number, k: number, lambda: number, blocks: number): number[][] | null {
  // Pairs half way round come back as themselves after w/2 steps: each counts twice.
  if (blocks % w !== 0 || (w % 2 === 0 && lambda % 2 !== 0)) return null;
  const staying = Math.floor(w / 2) + 1;
  const base = search(k, v, {
    left: Int32Array.from({ length: staying + 1 }, (_, kind) => {
      if (kind === 0 || (kind === staying && w === v)) return 0;
      return 2 * kind === w ? lambda / 2 : lambda;
    }),
    of: (a, b) => (b === w ? staying : Math.min(b - a, w - (b - a))),
    first: (kind) => [0, kind === staying ? w : kind],
  });
  if (!base) return null;
  const moved = (one: number, step: number) => (one === w ? w : (one + step) % w);
  return base.flatMap((block) =>
    range(w).map((step) => block.map((one) => moved(one, step)).sort((a, b) => a - b)),
  );
}

/**
 * Depth first: the first class of pairs that is not full gives two treatments of the next block, and the others come after them,
 * because what comes before would meet them in a class that is. Blocks ascend, so that none is tried in two orders.
 */
function search(k: number, v: number, { left, of, first }: PairClasses): number[][] | null {
  const blocks: number[][] = [];
  let steps = 0;

  function next(): boolean {
    const kind = left.findIndex((open) => open > 0);
    if (kind < 0) return true;
    const [a, b] = first(kind);
    const last = blocks.at(-1);
    left[kind]--;
    if (grow([a, b], last && last[0] === a && last[1] === b ? last : null)) return true;
    left[kind]++;
    return false;
  }

  /** Grows a block to k treatments, not before `least`, and goes on to the next. */
  function grow(block: number[], least: readonly number[] | null): boolean {
    if (++steps > MOST_STEPS) return false;
    if (block.length === k) {
      blocks.push(block);
      if (next()) return true;
      blocks.pop();
      return false;
    }
    const from = Math.max(block[block.length - 1] + 1, least ? least[block.length] : 0);
    for (let treatment = from; treatment < v; treatment++) {
      const kinds = block.map((other) => of(other, treatment));
      for (const kind of kinds) left[kind]--;
      const still = least && treatment === least[block.length] ? least : null;
      if (kinds.every((kind) => left[kind] >= 0) && grow([...block, treatment], still)) return true;
      for (const kind of kinds) left[kind]++;
    }
    return false;
  }

  return next() ? blocks : null;
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

function combinations(v: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  return range(v - k + 1 - from).flatMap((step) =>
    combinations(v, k - 1, from + step + 1).map((rest) => [from + step, ...rest]),
  );
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return Math.round(ways);
}
