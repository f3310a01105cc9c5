/** Measured at 96 x 96 pixels: more pictures a pass gain nothing on a processor, fewer lose a little with two threads. */
const PIXELS_A_PASS = 16 * 96 * 96;
/** What a pass keeps per pixel of its input: some 200 numbers, of the widest layers alive at the same time. */
const BYTES_A_PIXEL = 800;
/** Other processes compute as well, and the pictures themselves need room. */
const SHARE_OF_MEMORY = 1 / 8;

/** Taken to be free where nobody says, as in a browser. */
const UNTOLD_MEMORY = 2 ** 30;

/** What this process may still take, within the limits of its container. */
const availableMemory = (): number => globalThis.process?.availableMemory?.() ?? UNTOLD_MEMORY;

/**
 * Pictures put through a network at once: as many as keep the work of a pass at the size that is fastest, fewer where
 * memory is short, never less than one. Larger pictures fill the processor by themselves.
 */
export function picturesPerPass(height: number, width: number, memoryBytes = availableMemory()): number {
  const pixels = height * width;
  const affordable = (memoryBytes * SHARE_OF_MEMORY) / (BYTES_A_PIXEL * pixels);
  return Math.max(1, Math.floor(Math.min(PIXELS_A_PASS / pixels, affordable)));
}
