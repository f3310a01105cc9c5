import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChange, type Change, drawChange } from "#lib/scouter/training/augment.ts";
import { AUGMENTATIONS, Augmentation } from "#lib/scouter/training/augmentation.ts";
import { createRandom } from "#lib/tensor/random.ts";

const SIZE = 24;
const normalisation = { mean: [0.5, 0.4, 0.3], std: [0.25, 0.2, 0.3] };
const picture = Float32Array.from({ length: SIZE * SIZE * 3 }, createRandom("pictures").normal);
const still: Change = {
  source: [1, 0, 0, 0, 1, 0],
  matrix: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  bias: [0, 0, 0],
  contrast: 1,
};

function apply(change: Partial<Change>, from: Float32Array = picture): Float32Array {
  const out = new Float32Array(from.length);
  applyChange(from, SIZE, { ...still, ...change }, out, normalisation);
  return out;
}
const pixel = (image: Float32Array, y: number, x: number) => [
  ...image.subarray((y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3),
];
const draw = (settings: Partial<Augmentation>, seed: string | number) =>
  drawChange(createRandom(seed), Augmentation.parse(settings), SIZE, normalisation);

describe("a change of a picture", () => {
  it("does nothing when nothing is drawn, and mirrors twice to the same", () => {
    expect(draw(AUGMENTATIONS.none, 1)).toEqual(still);
    expect(apply({})).toEqual(picture);
    const mirror: Change["source"] = [-1, 0, 0, 0, 1, 0];
    expect(pixel(apply({ source: mirror }), 5, 0)).toEqual(pixel(picture, 5, SIZE - 1));
    expect(apply({ source: mirror }, apply({ source: mirror }))).toEqual(picture);
  });

  it("shifts with the border mirrored, the edge not repeated", () => {
    const moved = apply({ source: [1, 0, 3, 0, 1, -2] });
    expect(pixel(moved, 2, 0)).toEqual(pixel(picture, 0, 3));
    expect(pixel(moved, 0, 0)).toEqual(pixel(picture, 2, 3));
    expect(pixel(moved, 2, SIZE - 1)).toEqual(pixel(picture, 0, SIZE - 4));
  });

  it("turns by a right angle exactly, and bilinearly between pixels", () => {
    const turned = apply({ source: [0, 1, 0, -1, 0, 0] });
    expect(pixel(turned, 3, 7)).toEqual(pixel(picture, SIZE - 1 - 7, 3));
    const half = apply({ source: [1, 0, 0.5, 0, 1, 0] });
    const mean = pixel(picture, 4, 9).map((value, c) => (value + pixel(picture, 4, 10)[c]) / 2);
    for (const [c, want] of mean.entries()) expect(pixel(half, 4, 9)[c]).toBeCloseTo(want, 6);
  });

  it("keeps a flat picture flat whatever moves, and never leaves its range", () => {
    const settings = { flip: 0.5, shift: 5, crop: {}, affine: { degrees: 40, shear: 20, scale: [0.5, 2] } };
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const change = drawChange(createRandom(seed), Augmentation.parse(settings), SIZE, normalisation);
        const flat = apply(change, new Float32Array(picture.length).fill(0.75));
        expect(flat.every((value) => Math.abs(value - 0.75) < 1e-6)).toBe(true);
        const moved = apply(change);
        expect(
          moved.every(
            (value) => value >= Math.min(...picture) - 1e-6 && value <= Math.max(...picture) + 1e-6,
          ),
        ).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("crops a part of the wanted area and aspect, inside the picture", () => {
    for (let seed = 0; seed < 200; seed++) {
      const [width, , x, , height, y] = draw({ crop: { area: [0.3, 0.6], aspect: [0.5, 2] } }, seed).source;
      expect(width * height).toBeGreaterThanOrEqual(0.3 - 1e-9);
      expect(width * height).toBeLessThanOrEqual(0.6 + 1e-9);
      expect(width / height).toBeGreaterThanOrEqual(0.5 - 1e-9);
      expect(width / height).toBeLessThanOrEqual(2 + 1e-9);
      expect(Math.abs(x)).toBeLessThanOrEqual(((1 - width) * SIZE) / 2 + 1e-9);
      expect(Math.abs(y)).toBeLessThanOrEqual(((1 - height) * SIZE) / 2 + 1e-9);
    }
  });

  it("mixes colours as a matrix and a bias say", () => {
    const mixed = apply({ matrix: Float64Array.of(0, 1, 0, 0, 0, 2, 1, 0, 0), bias: [0.5, 0, -1] });
    const [r, g, b] = pixel(picture, 7, 9);
    for (const [i, want] of [g + 0.5, 2 * b, r - 1].entries())
      expect(pixel(mixed, 7, 9)[i]).toBeCloseTo(want, 6);
  });

  // torchvision's adjust_brightness, adjust_contrast and adjust_saturation are blends on 0..1 with black, the mean grey and the
  // grey picture; here without the clamp, which normalised values do not have.
  it("jitters as blends of values in 0..1", () => {
    const settings = { jitter: { brightness: 0.5, contrast: 0.5, saturation: 0.5 } };
    const change = draw(settings, "jitter");
    const random = createRandom("jitter");
    const [b, c, s] = [0, 1, 2].map(() => 1 + 0.5 * (2 * random.uniform() - 1));
    const toUnit = (rgb: number[]) => rgb.map((v, i) => v * normalisation.std[i] + normalisation.mean[i]);
    const grey = ([r, g, blue]: number[]) => 0.299 * r + 0.587 * g + 0.114 * blue;
    const pixels = Array.from({ length: SIZE * SIZE }, (_, i) =>
      toUnit([...picture.subarray(3 * i, 3 * i + 3)]),
    );
    const meanGrey = pixels.reduce((sum, rgb) => sum + grey(rgb), 0) / pixels.length;
    const want = (rgb: number[]) =>
      rgb.map((v) => b * (s * v + (1 - s) * grey(rgb))).map((v) => c * v + (1 - c) * meanGrey);
    const got = apply(change);
    for (const i of [0, 17, 300]) {
      const expected = want(pixels[i]);
      const found = toUnit([...got.subarray(3 * i, 3 * i + 3)]);
      for (const [k, value] of expected.entries()) expect(found[k]).toBeCloseTo(value, 5);
    }
  });

  it("draws the scenes' changes within their bounds, some of them grey, the same for the same seed", () => {
    const draws = Array.from({ length: 400 }, (_, i) => draw(AUGMENTATIONS.scenes, i));
    const grey = draws.filter(({ matrix: m }) => m[0] === m[3] && m[3] === m[6] && m[2] === m[8]);
    expect(grey.length / draws.length).toBeGreaterThan(0.09);
    expect(grey.length / draws.length).toBeLessThan(0.22);
    const shifts = draws.flatMap(({ source: [, , x, , , y] }) => [x, y]);
    expect([Math.min(...shifts), Math.max(...shifts)]).toEqual([-8, 8]);
    const mirrored = draws.filter(({ source }) => source[0] === -1).length;
    expect(Math.abs(mirrored / draws.length - 0.5)).toBeLessThan(0.1);
    expect(draw(AUGMENTATIONS.scenes, 7)).toEqual(draws[7]);
  });
});
