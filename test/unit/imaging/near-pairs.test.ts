import { expect, it } from "vitest";
import { type NearPair, nearPairs } from "#lib/imaging/near-pairs.ts";
import { hashDistance, mirrorHash } from "#lib/imaging/perceptual-hash.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** Random hashes, and near copies of some with up to 9 bits turned. */
function drawHashes(seed: number, count: number): bigint[] {
  const random = createRandom(`hashes ${seed}`);
  const word = () => BigInt(random.integer(2 ** 16));
  const hashes: bigint[] = [];
  while (hashes.length < count) {
    const hash = (word() << 48n) | (word() << 32n) | (word() << 16n) | word();
    hashes.push(hash);
    if (random.uniform() < 0.5) {
      let copy = hash;
      for (let turned = random.integer(10); turned > 0; turned--) copy ^= 1n << BigInt(random.integer(64));
      hashes.push(copy);
    }
  }
  return random.shuffle(hashes);
}

function compareAll(hashes: readonly bigint[], queries: readonly bigint[], most: number): string[] {
  const found: string[] = [];
  for (let i = 0; i < hashes.length; i++) {
    for (let j = i + 1; j < hashes.length; j++) {
      const distance = hashDistance(queries[i], hashes[j]);
      if (distance <= most) found.push(`${i} ${j} ${distance}`);
    }
  }
  return found.sort();
}

async function compareByBands(hashes: readonly bigint[], most: number, queries?: readonly bigint[]) {
  const found: NearPair[] = [];
  for await (const pair of nearPairs(hashes, most, undefined, queries)) found.push(pair);
  return found.map(({ first, second, distance }) => `${first} ${second} ${distance}`).sort();
}

for (const most of [0, 1, 3, 6, 10]) {
  it(`finds exactly the pairs within ${most} bits that comparing all finds, each once`, async () => {
    for (const seed of [1, 2, 3]) {
      const hashes = drawHashes(seed, 300);
      const expected = compareAll(hashes, hashes, most);
      expect(await compareByBands(hashes, most)).toEqual(expected);
      if (most >= 3) expect(expected.length).toBeGreaterThan(10);
    }
  });
}

it("finds mirrored pairs when asked for the mirrored hashes", async () => {
  const hashes = drawHashes(4, 200).flatMap((hash, i) =>
    i % 3 === 0 ? [hash, mirrorHash(hash) ^ 5n] : [hash],
  );
  const mirrored = hashes.map(mirrorHash);
  const found = await compareByBands(hashes, 6, mirrored);
  expect(found).toEqual(compareAll(hashes, mirrored, 6));
  expect(found.length).toBeGreaterThanOrEqual(67);
});

it("pauses between stretches, and ends when the pause throws", async () => {
  const alike = Array.from({ length: 6000 }, (_, i) => BigInt(i) << 40n);
  let pauses = 0;
  const stop = async () => {
    pauses++;
    throw new Error("stopped");
  };
  const walk = async () => {
    for await (const _ of nearPairs(alike, 1, stop));
  };
  await expect(walk()).rejects.toThrow("stopped");
  expect(pauses).toBe(1);
});
