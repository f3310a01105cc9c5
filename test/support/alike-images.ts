import sharp from "sharp";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { createRandom } from "#lib/tensor/random.ts";

const SIDE = 72;

/** A picture of large random patches: no two seeds look alike. */
export async function patches(seed: string): Promise<Uint8Array> {
  const random = createRandom(seed);
  const cells = Array.from({ length: 81 }, () => 20 + random.integer(216));
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++)
      data.fill(cells[Math.floor(y / 8) * 9 + Math.floor(x / 8)], 3 * (y * SIDE + x), 3 * (y * SIDE + x) + 3);
  }
  return encodePng({ data, width: SIDE, height: SIDE });
}

/** The same picture as someone else might have saved it. */
export const reencoded = (bytes: Uint8Array): Promise<Uint8Array> =>
  sharp(bytes).jpeg({ quality: 60 }).toBuffer();
export const shrunk = (bytes: Uint8Array): Promise<Uint8Array> => sharp(bytes).resize(50).png().toBuffer();
export const mirrored = (bytes: Uint8Array): Promise<Uint8Array> => sharp(bytes).flop().png().toBuffer();
