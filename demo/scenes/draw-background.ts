import type { Random } from "#lib/tensor/random.ts";
import type { Canvas } from "./paste-icon.ts";

/** Side of the noise grid: the size models look at. Finer noise would be averaged away before a model saw it. */
const NOISE_GRID = 96;

/** Uniform noise of +-20 grey levels as a model sees it. */
const NOISE_AMPLITUDE = 20;

/**
 * An antialiased bilinear reduction to the noise grid blends a cell with its neighbours, weights 1/8, 3/4, 1/8 along
 * each axis: the standard deviation falls to 1/64 + 9/16 + 1/64 = 19/32. Drawn this much stronger it arrives as meant.
 */
const NOISE_GAIN = 32 / 19;

/** Two colours in a sine wave of random direction and one to four periods, under coarse uniform noise. */
export function drawBackground(size: number, random: Random): Canvas {
  const colours = [0, 1].map(() => [0, 1, 2].map(() => random.uniform() * 255));
  const periods = 1 + 3 * random.uniform();
  const angle = 2 * Math.PI * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  const stepX = (2 * Math.PI * periods * Math.cos(angle)) / size;
  const stepY = (2 * Math.PI * periods * Math.sin(angle)) / size;
  const noise = new Float32Array(NOISE_GRID * NOISE_GRID * 3);
  for (let i = 0; i < noise.length; i++) noise[i] = NOISE_AMPLITUDE * NOISE_GAIN * (2 * random.uniform() - 1);

  const rgb = new Float32Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    const noiseRow = Math.floor((y * NOISE_GRID) / size) * NOISE_GRID;
    for (let x = 0; x < size; x++) {
      const share = 0.5 + 0.5 * Math.sin(stepX * x + stepY * y + phase);
      const cell = (noiseRow + Math.floor((x * NOISE_GRID) / size)) * 3;
      const at = (y * size + x) * 3;
      for (let c = 0; c < 3; c++) {
        rgb[at + c] = colours[0][c] * share + colours[1][c] * (1 - share) + noise[cell + c];
      }
    }
  }
  return { rgb, size };
}
