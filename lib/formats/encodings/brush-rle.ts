import { encodeMask, type MaskRuns } from "#lib/imaging/mask-runs.ts";
import type { Size } from "#lib/imaging/region.ts";

/** A brush mask holds the four bytes of every pixel; the last of them, opacity, says what was painted. */
const CHANNELS = 4;

/**
 * Reads the packed brush mask of Label Studio (the rle-pack format of thi.ng/umbrella): 32 bits number of values, 5 bits
 * word size - 1, four times 4 bits run size - 1; then for each run 1 bit whether its value repeats, 2 bits which run size,
 * the run's length - 1 in so many bits, and its value once or each. A pixel is inside where its opacity is above 0.
 * Takes memory by the picture's pixels, whatever the bytes announce.
 * @throws RangeError when it is not of this picture's size or ends within a run
 */
export function decodeBrushMask(bytes: Uint8Array, { width, height }: Size): MaskRuns {
  const bits = new BitReader(bytes);
  const count = bits.read(32);
  if (count !== width * height * CHANNELS) {
    throw new RangeError(
      `it holds ${count} values, ${width} x ${height} pixels take ${width * height * CHANNELS}`,
    );
  }
  const wordSize = bits.read(5) + 1;
  const runSizes = [0, 0, 0, 0].map(() => bits.read(4) + 1);
  const data = new Uint8Array(width * height);
  let at = 0;
  while (at < count) {
    const repeats = bits.read(1) === 1;
    const end = Math.min(count, at + 1 + bits.read(runSizes[bits.read(2)]));
    if (repeats) {
      if (bits.read(wordSize) > 0) data.fill(1, Math.floor(at / CHANNELS), Math.floor(end / CHANNELS));
    } else {
      for (let i = at; i < end; i++) {
        if (bits.read(wordSize) > 0 && i % CHANNELS === CHANNELS - 1) data[(i - CHANNELS + 1) / CHANNELS] = 1;
      }
    }
    at = end;
  }
  return encodeMask({ data, width, height });
}

/** Numbers of up to 32 bits, the most significant first. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(size: number): number {
    if (this.#at + size > this.#bytes.length * 8) throw new RangeError("it ends too early");
    let value = 0;
    for (let i = 0; i < size; i++, this.#at++) {
      value = value * 2 + ((this.#bytes[this.#at >> 3] >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }
}
