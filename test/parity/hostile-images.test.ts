import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { encodeForBrowser } from "#lib/imaging/encode-image.ts";
import type { RgbImage } from "#lib/imaging/raster.ts";

const read = (name: string) => readFileSync(new URL(`golden/hostile-images/${name}`, import.meta.url));

const pixel = ({ data, width }: RgbImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

function meanDifference(a: RgbImage, b: RgbImage): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;
}

describe("refused, each for its reason", () => {
  it.each([
    ["empty.jpg", "invalid", "empty"],
    ["text.png", "invalid", "unsupported"],
    ["script.svg", "invalid", "unsupported"],
    ["xxe.svg", "invalid", "unsupported"],
    ["svg_named.png", "invalid", "unsupported"],
    ["html_as.jpg", "invalid", "damaged"],
    ["truncated.jpg", "invalid", "damaged"],
    ["truncated.png", "invalid", "damaged"],
    ["zero_width.png", "invalid", "damaged"],
    ["giant_max.png", "invalid", "damaged"],
    ["long_strip.png", "invalid", "strip"],
    ["giant_64250.png", "too_large", "too-many-pixels"],
    ["giant_64250.jpg", "too_large", "too-many-pixels"],
    ["real_bomb_20000.png", "too_large", "too-many-pixels"],
  ])("%s: %s, %s", async (name, code, reason) => {
    const error = await decodeImage(read(name)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect({ code: error.code, reason: error.details.reason }).toEqual({ code, reason });
  });

  it("refuse a bomb from its header, before its 400 megapixels are decoded", async () => {
    const before = process.memoryUsage().rss;
    const start = performance.now();
    await decodeImage(read("real_bomb_20000.png")).catch(() => {});
    expect(performance.now() - start).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });
});

describe("taken, and told apart", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("EXIF orientation %i comes out upright", async (orientation) => {
    const upright = await decodeImage(read("exif_upright.png"));
    expect(meanDifference(await decodeImage(read(`exif_${orientation}.jpg`)), upright)).toBeLessThan(4);
  });

  it.each([
    ["animated.gif", "only the first frame is used"],
    ["animated.webp", "only the first frame is used"],
    ["palette_alpha.png", "transparent parts are shown on white"],
    ["gray_alpha.png", "transparent parts are shown on white"],
    ["gray16.png", "reduced to 8 bits per channel"],
    ["cmyk.jpg", "converted from CMYK to sRGB"],
  ])("%s: %s", async (name, note) => {
    expect((await decodeImage(read(name))).notes).toContain(note);
  });

  it.each([
    "one_pixel.png",
    "png_named.jpg",
    "progressive.jpg",
    "gray.jpg",
    "exif_invalid.jpg",
    "animated.apng.png",
  ])("%s without a word", async (name) => {
    const { data, width, height, notes } = await decodeImage(read(name));
    expect(data).toHaveLength(width * height * 3);
    expect(notes).toEqual([]);
  });

  it("a red CMYK block stays red", async () => {
    const [red, green, blue] = pixel(await decodeImage(read("cmyk.jpg")), 2, 2);
    expect(red).toBeGreaterThan(180);
    expect(Math.max(green, blue)).toBeLessThan(60);
  });

  it("transparent pixels become white, opaque ones stay", async () => {
    const image = await decodeImage(read("gray_alpha.png"));
    expect(pixel(image, 0, 0)).toEqual([255, 255, 255]);
  });

  it("what a browser gets carries no script, place or profile of the original", async () => {
    for (const name of ["polyglot_comment.jpg", "polyglot_trailing.jpg", "exif_gps.jpg", "icc_bomb.png"]) {
      const { display, thumb } = await encodeForBrowser(await decodeImage(read(name)));
      for (const bytes of [display, thumb]) {
        const text = Buffer.from(bytes).toString("latin1");
        expect(text.slice(0, 4) + text.slice(8, 12)).toBe("RIFFWEBP");
        expect(text).not.toMatch(/<script|EXIF|Exif|ICCP|GPS/);
      }
      expect(display.length + thumb.length).toBeLessThan(5000);
    }
  });
});
