import { AppError } from "#lib/errors.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { type FileSource, readSlice } from "#lib/formats/sources/file-source.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import type { ModelConfig } from "#lib/scouter/model-config.ts";
import type { TrainingSet } from "#lib/scouter/training/training-set.ts";
import { openLocalFolder } from "#lib/storage/local-folder.ts";
import { openSource } from "#lib/storage/open-source.ts";
import { keptFile, readKept, writeKept } from "./kept-pictures.ts";
import type { PictureList } from "./picture-list.ts";

/** Anything larger is refused before it is decoded. */
const MAX_IMAGE_BYTES = 50_000_000;
/** Decoding waits for files and native code; a few at a time keep the cores busy. */
const CONCURRENCY = 4;

async function openStore({ store, names }: PictureList): Promise<(name: string) => Promise<Uint8Array>> {
  if (store.kind === "files") return (name) => openLocalFolder(store.folder).get(name);
  const source = await openSource(store.folder);
  const isPlain = names.length === 0 || (await isFile(source, names[0]));
  // Pictures inside other files (MNIST, parquet, an archive) are known to the data set's own source alone.
  const holder = isPlain ? source : (await readDataset(source, { format: store.format })).source;
  return (name) => holder.read(name, MAX_IMAGE_BYTES);
}

function isFile(source: FileSource, name: string): Promise<boolean> {
  return readSlice(source, name, 0, 1).then(
    () => true,
    (error) => {
      if (error instanceof AppError) return false;
      throw error;
    },
  );
}

export interface OpenPicturesOptions {
  config: Pick<ModelConfig, "inputSize" | "normalisation">;
  /** Decoded pictures are kept when they all fit in this; else each is decoded when it is needed. */
  memoryBytes: number;
  /** Folder where decoded pictures are left for the next training on them, by whoever removes it before the data change. */
  keepIn?: string;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** The pictures at model size, exactly as at inference. */
export async function openPictures(list: PictureList, options: OpenPicturesOptions): Promise<TrainingSet> {
  const { config, memoryBytes, onProgress, signal } = options;
  const size = config.inputSize;
  const read = await openStore(list);
  const decode = async (position: number): Promise<Float32Array> => {
    const image = await decodeImage(await read(list.names[position]));
    return toModelInput([image], { size, ...config.normalisation }).data;
  };
  const total = list.names.length;
  if (total * size * size * 3 * Float32Array.BYTES_PER_ELEMENT > memoryBytes) {
    return { labels: list.labels, size, read: decode };
  }
  const kept = options.keepIn && keptFile(options.keepIn, list, config);
  const before = kept ? await readKept(kept, total, size * size * 3) : null;
  if (before) return { labels: list.labels, size, read: (position) => before[position] };
  const images = new Array<Float32Array>(total);
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < total) {
      signal?.throwIfAborted();
      const position = next++;
      images[position] = await decode(position);
      onProgress?.(++done, total);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  if (kept) await writeKept(kept, images);
  return { labels: list.labels, size, read: (position) => images[position] };
}
