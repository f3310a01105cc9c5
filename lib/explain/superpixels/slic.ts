import type { ImageBatch } from "#lib/tensor/model-view.ts";

export interface Segments {
  /** Segment of each pixel, [height, width], from 0. */
  labels: Int32Array;
  count: number;
}

const ROUNDS = 10;

/**
 * Superpixels after SLIC (Achanta et al. 2012): k-means over colour and place, each centre looking only at the pixels within
 * two cells of it, then every segment made one connected piece.
 *
 *   D^2 = |colour difference|^2 + compactness^2 |place difference|^2 / S^2      S^2 = pixels / wanted
 *
 * Colours are the model's input, about one standard deviation a unit, so compactness .5 to 2 balances the two.
 * @param image one image
 */
export function slic(image: ImageBatch, wanted: number, compactness: number): Segments {
  const { height, width } = image;
  const centres = gridCentres(image, wanted);
  const cell = Math.sqrt((height * width) / centres.length);
  const labels = new Int32Array(height * width).fill(-1);
  for (let round = 0; round < ROUNDS; round++) {
    assign(image, centres, labels, cell, compactness / cell);
    if (!moveCentres(image, centres, labels)) break;
  }
  return connect(labels, height, width, (height * width) / centres.length / 4);
}

/** Row, column, then the three colours. */
type Centre = Float64Array;

function gridCentres({ data, height, width }: ImageBatch, wanted: number): Centre[] {
  const cell = Math.sqrt((height * width) / wanted);
  const rows = Math.max(1, Math.round(height / cell));
  const columns = Math.max(1, Math.round(width / cell));
  return Array.from({ length: rows * columns }, (_, i) => {
    const y = Math.floor(((Math.floor(i / columns) + 0.5) * height) / rows);
    const x = Math.floor((((i % columns) + 0.5) * width) / columns);
    const at = (y * width + x) * 3;
    return Float64Array.of(y, x, data[at], data[at + 1], data[at + 2]);
  });
}

function assign(
  { data, height, width }: ImageBatch,
  centres: readonly Centre[],
  labels: Int32Array,
  cell: number,
  weight: number,
): void {
  const best = new Float64Array(labels.length).fill(Infinity);
  const reach = Math.ceil(2 * cell);
  for (const [label, [cy, cx, r, g, b]] of centres.entries()) {
    const [top, left] = [Math.max(0, Math.floor(cy) - reach), Math.max(0, Math.floor(cx) - reach)];
    const [bottom, right] = [Math.min(height - 1, cy + reach), Math.min(width - 1, cx + reach)];
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const p = y * width + x;
        const colour = (data[p * 3] - r) ** 2 + (data[p * 3 + 1] - g) ** 2 + (data[p * 3 + 2] - b) ** 2;
        const distance = colour + weight * weight * ((y - cy) ** 2 + (x - cx) ** 2);
        if (distance >= best[p]) continue;
        best[p] = distance;
        labels[p] = label;
      }
    }
  }
}

/** Centres to the mean of their pixels; tells whether one moved by more than a tenth of a pixel. */
function moveCentres({ data, width }: ImageBatch, centres: Centre[], labels: Int32Array): boolean {
  const sums = centres.map(() => new Float64Array(6));
  for (let p = 0; p < labels.length; p++) {
    const sum = sums[labels[p]];
    if (!sum) continue;
    const values = [Math.floor(p / width), p % width, data[p * 3], data[p * 3 + 1], data[p * 3 + 2], 1];
    for (let i = 0; i < 6; i++) sum[i] += values[i];
  }
  let isMoved = false;
  for (const [label, sum] of sums.entries()) {
    if (sum[5] === 0) continue;
    const mean = sum.slice(0, 5).map((value) => value / sum[5]);
    if (Math.hypot(mean[0] - centres[label][0], mean[1] - centres[label][1]) > 0.1) isMoved = true;
    centres[label] = mean;
  }
  return isMoved;
}

/** Connected pieces, numbered in reading order; one smaller than `least` pixels joins the piece it was first met beside. */
function connect(labels: Int32Array, height: number, width: number, least: number): Segments {
  const out = new Int32Array(labels.length).fill(-1);
  let count = 0;
  for (let start = 0; start < labels.length; start++) {
    if (out[start] >= 0) continue;
    const piece = [start];
    let beside = -1;
    out[start] = count;
    for (let i = 0; i < piece.length; i++) {
      for (const next of neighbours(piece[i], height, width)) {
        if (out[next] >= 0) {
          if (out[next] !== count && beside < 0) beside = out[next];
        } else if (labels[next] === labels[start]) {
          out[next] = count;
          piece.push(next);
        }
      }
    }
    if (piece.length < least && beside >= 0) for (const p of piece) out[p] = beside;
    else count++;
  }
  return { labels: out, count };
}

function neighbours(p: number, height: number, width: number): number[] {
  const [y, x] = [Math.floor(p / width), p % width];
  const found: number[] = [];
  if (y > 0) found.push(p - width);
  if (x > 0) found.push(p - 1);
  if (x < width - 1) found.push(p + 1);
  if (y < height - 1) found.push(p + width);
  return found;
}
