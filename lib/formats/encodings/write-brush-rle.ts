import type { MaskRuns } from "#lib/imaging/mask-runs.ts";

const CHANNELS = 4;
/** Bits that a run's length may take, as Label Studio itself chooses them. */
const RUN_BITS = [3, 4, 8, 16];
const WORD_BITS = 8;
const OPAQUE = 255;

/**
 * A mask in Label Studio's packed form (rle-pack of thi.ng/umbrella), as `decodeBrushMask` reads it: four equal bytes a pixel,
 * 255 inside and 0 outside, in runs of one repeated value.
 */
export function encodeBrushMask({ size: [height, width], counts }: MaskRuns): Uint8Array {
  const bits = new BitWriter();
  bits.write(height * width * CHANNELS, 32);
  bits.write(WORD_BITS - 1, 5);
  for (const run of RUN_BITS) bits.write(run - 1, 4);
  for (const [i, count] of counts.entries()) {
    const value = i % 2 === 1 ? OPAQUE : 0;
    for (let left = count * CHANNELS; left > 0; ) {
      const fitting = RUN_BITS.findIndex((run) => left <= 2 ** run);
      const choice = fitting < 0 ? RUN_BITS.length - 1 : fitting;
      const length = Math.min(left, 2 ** RUN_BITS[choice]);
      bits.write(1, 1);
      bits.write(choice, 2);
      bits.write(length - 1, RUN_BITS[choice]);
      bits.write(value, WORD_BITS);
      left -= length;
    }
  }
  return bits.finish();
}

/** Numbers of up to 32 bits, the most significant first. */
class BitWriter {
  readonly #bytes: number[] = [];
  #count = 0;

  write(value: number, size: number): void {
    for (let bit = size - 1; bit >= 0; bit--) {
      if (this.#count % 8 === 0) this.#bytes.push(0);
      if (Math.floor(value / 2 ** bit) % 2 === 1) {
        this.#bytes[this.#bytes.length - 1] |= 1 << (7 - (this.#count % 8));
      }
      this.#count++;
    }
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
