import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { encodeForBrowser, encodePng, encodeWebp } from "#lib/imaging/encode-image.ts";

const noise = (width: number, height: number) => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 73 + ((i * i) >> 3)) % 256),
  width,
  height,
});

describe("decoding", () => {
  it("gives back the very pixels of a lossless picture", async () => {
    const image = noise(37, 23);
    const decoded = await decodeImage(await encodePng(image));
    expect(decoded).toEqual({ ...image, notes: [] });
  });

  it("takes a picture of exactly the pixel bound and refuses one pixel more", async () => {
    const bytes = await encodePng(noise(20, 10));
    await expect(decodeImage(bytes, { maxPixels: 200 })).resolves.toMatchObject({ width: 20, height: 10 });
    await expect(decodeImage(bytes, { maxPixels: 199 })).rejects.toMatchObject({ code: "too_large" });
  });

  it("never fails in any other way than an AppError, wherever a file is cut or changed", async () => {
    const image = noise(24, 24);
    const originals = await Promise.all([
      encodePng(image),
      encodeWebp(image, { quality: 80 }),
      sharp(image.data, { raw: { width: 24, height: 24, channels: 3 } })
        .jpeg()
        .toBuffer(),
    ]);
    const damage = fc.record({
      original: fc.constantFrom(...originals),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.double({ min: 0, max: 0.99, noNaN: true }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ original, keep, at, byte }) => {
        const bytes = Uint8Array.from(original.subarray(0, Math.ceil(original.length * keep)));
        bytes[Math.floor(bytes.length * at)] = byte;
        const outcome = await decodeImage(bytes, { maxPixels: 1_000_000 }).catch((error) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
        else expect(outcome.data).toHaveLength(outcome.width * outcome.height * 3);
      }),
      { numRuns: 200 },
    );
  });
});

describe("pictures for browsers", () => {
  it("fit their frames and are never enlarged", async () => {
    const large = await encodeForBrowser(noise(2000, 500));
    expect(await decodeImage(large.display)).toMatchObject({ width: 1600, height: 400 });
    expect(await decodeImage(large.thumb)).toMatchObject({ width: 160, height: 40 });
    const small = await encodeForBrowser(noise(30, 20));
    expect(await decodeImage(small.display)).toMatchObject({ width: 30, height: 20 });
    expect(await decodeImage(small.thumb)).toMatchObject({ width: 30, height: 20 });
  });

  it("are the same bytes every time", async () => {
    const image = noise(64, 64);
    expect(await encodeForBrowser(image)).toEqual(await encodeForBrowser(image));
  });
});
