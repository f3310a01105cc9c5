import type { Random } from "#lib/tensor/random.ts";
import type { Augmentation } from "./augmentation.ts";

/**
 * One random change of a picture: out(y, x) = matrix * in(source of (y, x)) + bias, channel by channel.
 * Coordinates are pixel centres from the picture's own centre, so that turning and scaling keep it in place.
 */
export interface Change {
  /** Source coordinates of an output pixel: sx = a x + b y + c, sy = d x + e y + f. */
  source: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
  /** [3 * 3], output channel by input channel, for normalised values. */
  matrix: Float64Array;
  bias: readonly [number, number, number];
  /** Contrast factor around the picture's mean grey; 1 leaves it. */
  contrast: number;
}

/** Mean and deviation that pictures were normalised with: jitter is defined on values in 0..1. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Weights of the channels in a grey value: ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114];
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

type Affine = [number, number, number, number, number, number];

/** First `then`'s input is mapped by `first`: (then o first)(p). */
function compose(then: Affine, first: Affine): Affine {
  const [a, b, c, d, e, f] = then;
  const [g, h, i, j, k, l] = first;
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
}

const between = (random: Random, [low, high]: readonly [number, number]) =>
  low + (high - low) * random.uniform();
const around = (random: Random, spread: number) => spread * (2 * random.uniform() - 1);
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Part of the picture that is shown, tried ten times as in torchvision, then the largest that fits the aspect. */
function drawCrop(random: Random, { area, aspect }: NonNullable<Augmentation["crop"]>, size: number): Affine {
  let [width, height] = [1, 1];
  for (let i = 0; i < 10; i++) {
    const share = between(random, area);
    const ratio = Math.exp(between(random, [Math.log(aspect[0]), Math.log(aspect[1])]));
    const [w, h] = [Math.sqrt(share * ratio), Math.sqrt(share / ratio)];
    if (w <= 1 && h <= 1) {
      [width, height] = [w, h];
      break;
    }
  }
  const x = around(random, ((1 - width) * size) / 2);
  const y = around(random, ((1 - height) * size) / 2);
  return [width, 0, x, 0, height, y];
}

/** The inverse map of turn, shear and scale: where an output pixel comes from. */
function drawAffine(random: Random, { degrees, shear, scale }: NonNullable<Augmentation["affine"]>): Affine {
  const angle = radians(around(random, degrees));
  const slant = Math.tan(radians(around(random, shear)));
  const factor = 1 / between(random, scale);
  const [cos, sin] = [Math.cos(angle) * factor, Math.sin(angle) * factor];
  return compose([1, slant, 0, 0, 1, 0], [cos, sin, 0, -sin, cos, 0]);
}

function drawSource(random: Random, settings: Augmentation, size: number): Affine {
  const { flip, shift, crop, affine } = settings;
  let source: Affine = [1, 0, 0, 0, 1, 0];
  if (flip > 0 && random.uniform() < flip) source = [-1, 0, 0, 0, 1, 0];
  if (affine) source = compose(drawAffine(random, affine), source);
  if (crop) source = compose(drawCrop(random, crop, size), source);
  if (shift === 0) return source;
  const step = () => random.integer(2 * shift + 1) - shift;
  return compose([1, 0, step(), 0, 1, step()], source);
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3];
    return a[row] * b[column] + a[row + 1] * b[3 + column] + a[row + 2] * b[6 + column];
  });
}

/** Saturation s: every channel moves to the grey value by 1 - s. For values in 0..1. */
const saturate = (s: number) => IDENTITY.map((one, i) => one * s + (1 - s) * LUMA[i % 3]);

/** A linear map of values in 0..1, for normalised values: x01 = std x + mean. */
function normalised(matrix: ArrayLike<number>, { mean, std }: Normalisation) {
  const scaled = Float64Array.from(
    { length: 9 },
    (_, i) => (matrix[i] * std[i % 3]) / std[Math.floor(i / 3)],
  );
  const offset = [0, 1, 2].map((c) => {
    const moved = matrix[3 * c] * mean[0] + matrix[3 * c + 1] * mean[1] + matrix[3 * c + 2] * mean[2];
    return (moved - mean[c]) / std[c];
  });
  return { matrix: scaled, offset };
}

/** Draws one change of a picture of `size` pixels. */
export function drawChange(
  random: Random,
  settings: Augmentation,
  size: number,
  normalisation: Normalisation,
): Change {
  const source = drawSource(random, settings, size);
  const { jitter, colourMatrix, colourBias, grey } = settings;
  let matrix = Float64Array.from(IDENTITY);
  let offset = [0, 0, 0];
  let contrast = 1;
  if (jitter) {
    const brightness = 1 + around(random, jitter.brightness);
    contrast = 1 + around(random, jitter.contrast);
    const saturation = saturate(1 + around(random, jitter.saturation)).map((value) => value * brightness);
    ({ matrix, offset } = normalised(saturation, normalisation));
  }
  if (colourMatrix > 0) {
    const mix = IDENTITY.map((one) => one + colourMatrix * random.normal());
    offset = [0, 3, 6].map(
      (row) => mix[row] * offset[0] + mix[row + 1] * offset[1] + mix[row + 2] * offset[2],
    );
    matrix = multiply(mix, matrix);
  }
  if (grey > 0 && random.uniform() < grey) {
    const row = [0, 1, 2].map((c) => (matrix[c] + matrix[3 + c] + matrix[6 + c]) / 3);
    matrix = Float64Array.from({ length: 9 }, (_, i) => row[i % 3]);
    const level = (offset[0] + offset[1] + offset[2]) / 3;
    offset = [level, level, level];
  }
  const bias = offset.map((value) => value + (colourBias > 0 ? colourBias * random.normal() : 0));
  return { source, matrix, bias: bias as [number, number, number], contrast };
}

/** Reflects an index into 0..n-1 without repeating the edge. */
function reflect(index: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * (n - 1);
  const i = ((index % period) + period) % period;
  return i < n ? i : period - i;
}

/** Where each output row and column of an axis-aligned whole-pixel change comes from; null for any other change. */
function wholePixelSource(source: Change["source"], size: number) {
  const [a, b, c, d, e, f] = source;
  const isWhole =
    b === 0 && d === 0 && Math.abs(a) === 1 && e === 1 && Number.isInteger(c) && Number.isInteger(f);
  if (!isWhole) return null;
  const column = (x: number) => reflect((a === 1 ? x : size - 1 - x) + c, size);
  return {
    columns: Int32Array.from({ length: size }, (_, x) => 3 * column(x)),
    rows: Int32Array.from({ length: size }, (_, y) => 3 * size * reflect(y + f, size)),
  };
}

/** Moves pixels; bilinear between them, the border mirrored. */
function move(image: Float32Array, size: number, source: Change["source"], out: Float32Array): void {
  const whole = wholePixelSource(source, size);
  let to = 0;
  if (whole) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++, to += 3) {
        const from = whole.rows[y] + whole.columns[x];
        out[to] = image[from];
        out[to + 1] = image[from + 1];
        out[to + 2] = image[from + 2];
      }
    }
    return;
  }
  const [a, b, c, d, e, f] = source;
  const centre = (size - 1) / 2;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++, to += 3) {
      const sx = a * (x - centre) + b * (y - centre) + c + centre;
      const sy = d * (x - centre) + e * (y - centre) + f + centre;
      const left = Math.floor(sx);
      const top = Math.floor(sy);
      const u = sx - left;
      const v = sy - top;
      const x0 = 3 * reflect(left, size);
      const x1 = 3 * reflect(left + 1, size);
      const y0 = 3 * size * reflect(top, size);
      const y1 = 3 * size * reflect(top + 1, size);
      for (let channel = 0; channel < 3; channel++) {
        const upper = image[y0 + x0 + channel] * (1 - u) + image[y0 + x1 + channel] * u;
        const lower = image[y1 + x0 + channel] * (1 - u) + image[y1 + x1 + channel] * u;
        out[to + channel] = upper * (1 - v) + lower * v;
      }
    }
  }
}

/** Mean over pixels of the grey value, for normalised values. */
function meanGrey(image: Float32Array, { mean, std }: Normalisation): number {
  let sum = 0;
  for (let i = 0; i < image.length; i += 3)
    for (let c = 0; c < 3; c++) sum += LUMA[c] * (image[i + c] * std[c] + mean[c]);
  return (3 * sum) / image.length;
}

/**
 * Writes the changed picture. `image` and `out` [size, size, 3] channels last, normalised; `out` may not overlap `image`.
 */
export function applyChange(
  image: Float32Array,
  size: number,
  change: Change,
  out: Float32Array,
  normalisation: Normalisation,
): void {
  const { source, contrast } = change;
  let { matrix: m, bias } = change;
  move(image, size, source, out);
  if (contrast !== 1) {
    const grey = meanGrey(out, normalisation);
    const level = normalisation.mean.map((mean, c) => (grey - mean) / normalisation.std[c]);
    m = m.map((value) => value * contrast);
    bias = bias.map((value, c) => value * contrast + (1 - contrast) * level[c]) as [number, number, number];
  }
  if (m.every((value, i) => value === IDENTITY[i]) && bias.every((value) => value === 0)) return;
  for (let i = 0; i < out.length; i += 3) {
    const r = out[i];
    const g = out[i + 1];
    const b = out[i + 2];
    out[i] = m[0] * r + m[1] * g + m[2] * b + bias[0];
    out[i + 1] = m[3] * r + m[4] * g + m[5] * b + bias[1];
    out[i + 2] = m[6] * r + m[7] * g + m[8] * b + bias[2];
  }
}
