import { readFileSync } from "node:fs";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { readPictureSize } from "#lib/imaging/image-header.ts";

const hostile = (name: string) =>
  readFileSync(new URL(`../../parity/golden/hostile-images/${name}`, import.meta.url));

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } });

describe("size from the header", () => {
  it("is that of the decoded picture, in every format", async () => {
    const side = fc.integer({ min: 1, max: 90 });
    await fc.assert(
      fc.asyncProperty(side, side, async (width, height) => {
        const encoded = await Promise.all([
          picture(width, height).png().toBuffer(),
          picture(width, height).jpeg().toBuffer(),
          picture(width, height).jpeg({ progressive: true }).withMetadata().toBuffer(),
          picture(width, height).gif().toBuffer(),
          picture(width, height).webp().toBuffer(),
          picture(width, height).webp({ lossless: true }).toBuffer(),
          picture(width, height).ensureAlpha(0.5).webp().toBuffer(),
        ]);
        for (const bytes of encoded) expect(readPictureSize(bytes)).toEqual({ width, height });
      }),
      { numRuns: 20 },
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is upright: EXIF orientation %i", async (orientation) => {
    const bytes = hostile(`exif_${orientation}.jpg`);
    const { width, height } = await decodeImage(bytes);
    expect(readPictureSize(bytes)).toEqual({ width, height });
  });

  it("asks for more when the header goes on, and never reads beyond what it was given", async () => {
    const bytes = await picture(40, 30)
      .withExif({ IFD0: { Copyright: "x".repeat(500) } })
      .jpeg()
      .toBuffer();
    const answers = Array.from({ length: bytes.length }, (_, i) => readPictureSize(bytes.subarray(0, i)));
    const first = answers.findIndex((answer) => answer !== null && answer !== "more");
    expect(first).toBeGreaterThan(500);
    expect(new Set(answers.slice(32, first))).toEqual(new Set(["more"]));
    expect(answers[first]).toEqual({ width: 40, height: 30 });
  });

  it.each(["text.png", "script.svg", "empty.jpg"])("is unknown for %s", (name) => {
    expect(readPictureSize(hostile(name))).toBeNull();
  });

  it("survives any bytes", () => {
    const starts = ["\xff\xd8\xff\xe1", "\x89PNG\r\n\x1a\n", "RIFF\0\0\0\0WEBP", "GIF89a"];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), (start, rest) => {
        expect(() => readPictureSize(Buffer.concat([Buffer.from(start, "latin1"), rest]))).not.toThrow();
      }),
    );
  });
});
