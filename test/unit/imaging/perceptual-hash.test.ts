import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { differenceHash, hashDistance, mirrorHash, NEAR_DISTANCE } from "#lib/imaging/perceptual-hash.ts";

const FOLDER = path.join(import.meta.dirname, "../../../demo/scenes/data/test");
const PICTURES = 40;

let files: string[];
let hashes: bigint[];

const hashOf = async (bytes: Uint8Array) => differenceHash(await decodeImage(bytes));

beforeAll(async () => {
  const all = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith(".webp")).sort();
  const step = Math.floor(all.length / PICTURES);
  files = all.filter((_, i) => i % step === 0).map((file) => path.join(FOLDER, file));
  hashes = await Promise.all(files.map(async (file) => hashOf(await readFile(file))));
}, 60_000);

/** Distances of the demo's pictures to changed copies of themselves, in rising order. */
async function distancesTo(change: (picture: Sharp) => Sharp): Promise<number[]> {
  const distances = await Promise.all(
    files.map(async (file, i) => hashDistance(hashes[i], await hashOf(await change(sharp(file)).toBuffer()))),
  );
  return distances.sort((a, b) => a - b);
}

const middle = (sorted: readonly number[]) => sorted[sorted.length >> 1];
const share = (sorted: readonly number[]) => sorted.filter((d) => d <= NEAR_DISTANCE).length / sorted.length;

describe("the difference hash of the demo's pictures", () => {
  const CHANGES: [name: string, change: (picture: Sharp) => Sharp, leastShare: number][] = [
    ["JPEG, quality 50", (picture) => picture.jpeg({ quality: 50 }), 1],
    ["JPEG, quality 20", (picture) => picture.jpeg({ quality: 20 }), 1],
    ["WebP, quality 60", (picture) => picture.webp({ quality: 60 }), 1],
    ["half the size", (picture) => picture.resize(192, 192).png(), 1],
    ["64 pixels", (picture) => picture.resize(64, 64).png(), 1],
    ["blurred", (picture) => picture.blur(2).png(), 1],
    ["brighter by a fifth", (picture) => picture.modulate({ brightness: 1.2 }).png(), 0.85],
    ["cropped by 2 %", (picture) => picture.extract({ left: 8, top: 8, width: 368, height: 368 }).png(), 0.6],
  ];
  for (const [name, change, leastShare] of CHANGES) {
    it(`stays near when ${name}`, async () => {
      const distances = await distancesTo(change);
      console.info(
        `${name}: median ${middle(distances)}, largest ${distances.at(-1)}, ${share(distances)} within ${NEAR_DISTANCE}`,
      );
      expect(share(distances)).toBeGreaterThanOrEqual(leastShare);
    });
  }

  it("is far from other pictures", () => {
    for (let i = 0; i < hashes.length; i++) {
      for (let j = 0; j < i; j++) expect(hashDistance(hashes[i], hashes[j])).toBeGreaterThan(NEAR_DISTANCE);
    }
  });

  it("is, in a mirror, near the mirrored hash and far from its own", async () => {
    const mirrored = await Promise.all(
      files.map(async (file) => hashOf(await sharp(file).flop().png().toBuffer())),
    );
    const toMirror = mirrored.map((hash, i) => hashDistance(hash, mirrorHash(hashes[i])));
    const toItself = mirrored.map((hash, i) => hashDistance(hash, hashes[i]));
    expect(Math.max(...toMirror)).toBeLessThanOrEqual(2);
    expect(Math.min(...toItself)).toBeGreaterThan(NEAR_DISTANCE);
  });
});

it("reads cells row by row, darker than the right neighbour as 1", () => {
  const width = 9;
  const rising = Uint8Array.from({ length: 8 * width * 3 }, (_, i) => 20 * (Math.floor(i / 3) % width));
  const picture = { data: rising, width, height: 8 };
  expect(differenceHash(picture)).toBe(2n ** 64n - 1n);
  expect(mirrorHash(2n ** 64n - 1n)).toBe(0n);
  rising.fill(200, 0, 3);
  expect(differenceHash(picture)).toBe(2n ** 63n - 1n);
});

it("does not depend on the size of a picture that scales exactly, nor breaks on one pixel", () => {
  const small = Uint8Array.from({ length: 9 * 8 * 3 }, (_, i) => (Math.floor(i / 3) * 67) % 256);
  const large = new Uint8Array(4 * small.length);
  for (let y = 0; y < 16; y++) {
    for (let x = 0; x < 18; x++) {
      const from = 3 * ((y >> 1) * 9 + (x >> 1));
      large.set(small.subarray(from, from + 3), 3 * (y * 18 + x));
    }
  }
  const hash = differenceHash({ data: small, width: 9, height: 8 });
  expect(differenceHash({ data: large, width: 18, height: 16 })).toBe(hash);
  expect(differenceHash({ data: Uint8Array.of(1, 2, 3), width: 1, height: 1 })).toBe(0n);
});
