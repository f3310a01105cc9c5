import { AppError } from "#lib/errors.ts";
import { readGrey } from "#lib/imaging/read-grey.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { readNpy } from "../encodings/npy.ts";
import { openZipSource } from "../sources/zip-source.ts";

/** A map of more cells is no saliency map of a picture. */
const MAX_BYTES = 1_000_000_000;

/**
 * A saliency map made elsewhere: `.npy`, one array of an `.npz`, or a grey `.png` of 8 or 16 bits, whose levels become [0, 1].
 * Arrays are [h, w]; axes of length 1 around them are dropped. Values are kept as they are.
 * @param key of the array in an `.npz`; may be left out where there is one alone
 * @throws AppError `invalid` naming the file: another format, other axes, values that are not finite
 */
export async function readMap(file: string, bytes: Uint8Array, key?: string): Promise<SaliencyMap> {
  try {
    return await read(file, bytes, key);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError("invalid", `The map ${file} cannot be read: ${error.message}.`, { file }, error);
  }
}

async function read(file: string, bytes: Uint8Array, key?: string): Promise<SaliencyMap> {
  if (/\.png$/i.test(file)) return readGrey(bytes);
  if (/\.npy$/i.test(file)) return checked(readNpy(bytes));
  if (/\.npz$/i.test(file)) return checked(readNpy(await memberOf(bytes, key)));
  throw new RangeError("its name ends in none of .npy, .npz, .png");
}

async function memberOf(bytes: Uint8Array, key: string | undefined): Promise<Uint8Array> {
  const archive = await openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length);
  const names = (await archive.list()).map(({ path }) => path.replace(/\.npy$/, ""));
  const wanted = key ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined || !names.includes(wanted)) {
    const problem =
      key === undefined ? "it holds several arrays and no key is given" : `it has no array "${key}"`;
    throw new RangeError(`${problem}: choose one of ${names.slice(0, 10).join(", ")}`);
  }
  return archive.read(`${wanted}.npy`, MAX_BYTES);
}

function checked({ shape, data }: { shape: number[]; data: Float32Array }): SaliencyMap {
  const axes = shape.filter((size) => size !== 1);
  const [height, width] = shape.length === 2 ? shape : axes;
  if (height === undefined || width === undefined || (shape.length !== 2 && axes.length !== 2)) {
    throw new RangeError(`its array is [${shape.join(", ")}], a map is [height, width]`);
  }
  if (data.length === 0) throw new RangeError("its array is empty");
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`the value of cell ${bad} is ${data[bad]}`);
  return { data, height, width };
}
