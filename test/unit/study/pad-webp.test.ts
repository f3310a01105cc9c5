import sharp from "sharp";
import { expect, test } from "vitest";
import { padWebp, smallestPaddedSize } from "#lib/study/pad-webp.ts";
import { createRandom } from "#lib/tensor/random.ts";

function encode(noise: number): Promise<Buffer> {
  const random = createRandom(noise);
  const data = Uint8Array.from(
    { length: 40 * 30 * 3 },
    () => 128 + Math.round(noise * (random.uniform() - 0.5)),
  );
  return sharp(data, { raw: { width: 40, height: 30, channels: 3 } })
    .webp({ quality: 74 })
    .toBuffer();
}

test("pictures of different weight become files of the same size that decode to the same pixels", async () => {
  const files = await Promise.all([0, 40, 250].map(encode));
  expect(new Set(files.map((file) => file.length)).size).toBe(3);
  for (const file of files) {
    const padded = padWebp(file, 40, 30, 8192);
    expect(padded.length).toBe(8192);
    const [before, after] = await Promise.all([file, padded].map((bytes) => sharp(bytes).raw().toBuffer()));
    expect(after.equals(before)).toBe(true);
    const { width, height, hasAlpha, exif } = await sharp(padded).metadata();
    expect({ width, height, hasAlpha, exif }).toEqual({
      width: 40,
      height: 30,
      hasAlpha: false,
      exif: undefined,
    });
  }
});

test("the header says the file's own length, and chunks fill it to the last byte", async () => {
  const file = await encode(40);
  const padded = padWebp(file, 40, 30, 4096);
  const view = new DataView(padded.buffer);
  expect(view.getUint32(4, true)).toBe(4096 - 8);
  let at = 12;
  const names: string[] = [];
  while (at < padded.length) {
    names.push(String.fromCharCode(...padded.subarray(at, at + 4)));
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  expect(names).toEqual(["VP8X", "VP8 ", "PADD"]);
  expect(at).toBe(4096);
});

test("padding does not compress away, is the same each time and refuses what does not fit", async () => {
  const file = await encode(0);
  const padded = padWebp(file, 40, 30, 8192);
  const { gzipSync } = await import("node:zlib");
  expect(gzipSync(padded).length).toBeGreaterThan(0.97 * (8192 - file.length));
  expect(padWebp(file, 40, 30, 8192)).toEqual(padded);
  expect(padWebp(file, 40, 30, smallestPaddedSize(file.length) + (file.length % 2)).length % 2).toBe(0);
  expect(() => padWebp(file, 40, 30, file.length)).toThrow(RangeError);
  expect(() => padWebp(new Uint8Array(40), 40, 30, 8192)).toThrow(/Not a simple/);
});
