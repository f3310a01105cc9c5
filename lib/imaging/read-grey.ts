import sharp from "sharp";
import { readPngSamples } from "./png-samples.ts";

/** Grey levels as shares of white, in [0, 1], row-major. */
export interface GreyPicture {
  data: Float32Array;
  height: number;
  width: number;
}

/** Larger ones are no maps. */
const MAX_PIXELS = 64_000_000;
const LEVELS_16 = 65_535;

/**
 * A PNG of one channel with 8 or 16 bits as numbers: level / 255 or level / 65535, to the level.
 * @throws RangeError for a picture with colours, or one that is damaged
 */
export async function readGrey(bytes: Uint8Array): Promise<GreyPicture> {
  if (bytes[24] !== 16) {
    const samples = readPngSamples(bytes, MAX_PIXELS);
    if (!samples || bytes[24] !== 8) throw new RangeError("not a PNG of one grey channel with 8 or 16 bits");
    return { ...samples, data: Float32Array.from(samples.data, (level) => level / 255) };
  }
  const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS });
  const { channels, depth } = await picture.metadata().catch((cause: unknown) => {
    throw new RangeError("a damaged PNG", { cause });
  });
  if (channels !== 1 || depth !== "ushort") throw new RangeError("not a PNG of one grey channel");
  const { data, info } = await picture
    .toColourspace("grey16")
    .raw({ depth: "ushort" })
    .toBuffer({ resolveWithObject: true });
  const levels = new Uint16Array(new Uint8Array(data).buffer);
  return {
    data: Float32Array.from(levels, (level) => level / LEVELS_16),
    height: info.height,
    width: info.width,
  };
}
