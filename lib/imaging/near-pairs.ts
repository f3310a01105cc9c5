/** Hashes `first` < `second` by their places, and the bits in which they differ. */
export interface NearPair {
  first: number;
  second: number;
  distance: number;
}

const BITS = 64;
/** Comparisons between two pauses: some tens of milliseconds. */
const STRETCH = 5_000_000;

/**
 * All pairs whose hashes differ in at most `maxDistance` bits, without comparing every hash with every other: the 64 bits are cut
 * into maxDistance + 1 bands, and two hashes that differ in no more bits than that are equal in at least one band. Each pair comes once.
 * @param queries compared with `hashes` in place of the hashes themselves: query i with every hash j > i
 * @param pause awaited now and then; throw in it to stop
 * @throws RangeError for a distance that leaves bands too narrow to be of use
 */
export async function* nearPairs(
  hashes: readonly bigint[],
  maxDistance: number,
  pause: () => Promise<void> = async () => {},
  queries: readonly bigint[] = hashes,
): AsyncGenerator<NearPair> {
  if (!(maxDistance >= 0 && maxDistance < 16)) throw new RangeError(`no bands for distance ${maxDistance}`);
  const [known, asked] = [halves(hashes), halves(queries)];
  const bands = bandsOf(maxDistance + 1);
  let compared = 0;
  for (const [number, band] of bands.entries()) {
    const { starts, order } = sortByBand(hashes, band);
    for (let first = 0; first < queries.length; first++) {
      const bucket = keyOf(queries[first], band);
      for (let at = starts[bucket + 1] - 1; at >= starts[bucket]; at--) {
        const second = order[at];
        if (second <= first) break;
        compared++;
        const distance =
          countBits(asked.high[first] ^ known.high[second]) + countBits(asked.low[first] ^ known.low[second]);
        if (distance > maxDistance) continue;
        const isNew = !bands
          .slice(0, number)
          .some((earlier) => keyOf(queries[first], earlier) === keyOf(hashes[second], earlier));
        if (isNew) yield { first, second, distance };
      }
      if (compared > STRETCH) {
        compared = 0;
        await pause();
      }
    }
  }
}

interface Band {
  shift: bigint;
  mask: bigint;
  size: number;
}

function bandsOf(count: number): Band[] {
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [Math.floor((index * BITS) / count), Math.floor(((index + 1) * BITS) / count)];
    // Wider bands are cut to 20 bits: what agrees in all of a band agrees in a part of it.
    const width = Math.min(20, to - from);
    return { shift: BigInt(from), mask: (1n << BigInt(width)) - 1n, size: 2 ** width };
  });
}

const keyOf = (hash: bigint, { shift, mask }: Band) => Number((hash >> shift) & mask);

/** Places of the hashes by their key in a band, each bucket in rising order. */
function sortByBand(hashes: readonly bigint[], band: Band): { starts: Uint32Array; order: Uint32Array } {
  const keys = Uint32Array.from(hashes, (hash) => keyOf(hash, band));
  const starts = new Uint32Array(band.size + 1);
  for (const key of keys) starts[key + 1]++;
  for (let key = 0; key < band.size; key++) starts[key + 1] += starts[key];
  const next = starts.slice();
  const order = new Uint32Array(hashes.length);
  for (const [place, key] of keys.entries()) order[next[key]++] = place;
  return { starts, order };
}

function halves(hashes: readonly bigint[]): { high: Uint32Array; low: Uint32Array } {
  return {
    high: Uint32Array.from(hashes, (hash) => Number((hash >> 32n) & 0xffff_ffffn)),
    low: Uint32Array.from(hashes, (hash) => Number(hash & 0xffff_ffffn)),
  };
}

/** Set bits of 32, counted in pairs, fours and bytes at once. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
