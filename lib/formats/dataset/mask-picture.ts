import { AppError } from "#lib/errors.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { encodeMask, type MaskRuns } from "#lib/imaging/mask-runs.ts";
import { DEFAULT_MAX_PIXELS } from "#lib/imaging/picture-bounds.ts";
import { type PngSamples, readPngSamples } from "#lib/imaging/png-samples.ts";
import { sniffImage } from "#lib/imaging/sniff-image.ts";
import { Fault } from "../fault.ts";

/** The numbers of a label picture: palette indices or grey levels. @throws Fault when it is no such PNG */
export function readLabels(bytes: Uint8Array): PngSamples {
  let labels: PngSamples | null;
  try {
    labels = readPngSamples(bytes, DEFAULT_MAX_PIXELS);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Fault("damaged", `The label picture is damaged or no PNG: ${cause.message}.`);
  }
  if (labels) return labels;
  throw new Fault(
    "unsupported",
    "The label picture has no single number a pixel: save it as a grey or palette PNG.",
  );
}

/**
 * A grey picture as a mask: inside is what is brighter than 127. A PNG that holds nothing above 1 is taken as 0 and 1.
 * @throws Fault when it is no picture
 */
export async function readMaskPicture(bytes: Uint8Array): Promise<MaskRuns> {
  const { data, width, height } = await greyOf(bytes);
  const bound = data.some((value) => value > 1) ? 127 : 0;
  return encodeMask({ data: data.map((value) => (value > bound ? 1 : 0)), width, height });
}

async function greyOf(bytes: Uint8Array): Promise<PngSamples> {
  const stored = sniffImage(bytes) === "png" ? greyPng(bytes) : null;
  if (stored) return stored;
  try {
    const { data, width, height } = await decodeImage(bytes);
    const grey = Uint8Array.from({ length: width * height }, (_, i) => data[3 * i]);
    return { data: grey, width, height };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new Fault(String(error.details.reason), `The mask cannot be used: ${error.message}`);
  }
}

/** Colour type 0 with 8 bits; palettes and others go through the decoder. */
function greyPng(bytes: Uint8Array): PngSamples | null {
  return bytes[25] === 0 && bytes[24] === 8 ? readLabels(bytes) : null;
}
