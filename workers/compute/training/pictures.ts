import { decodeImage } from "#lib/imaging/decode-image.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import type { ModelConfig } from "#lib/scouter/model-config.ts";
import type { TrainingSet } from "#lib/scouter/training/training-set.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";
import { openLocalFolder } from "#lib/storage/local-folder.ts";

/** Where a process finds pictures by itself: a folder as it stands, or this installation's stored files. */
export type PictureStore = { kind: "folder"; folder: string } | { kind: "files"; folder: string };

/** Pictures with their classes: paths in a folder, or names (SHA-256) in storage. */
export interface PictureList {
  store: PictureStore;
  names: readonly string[];
  labels: readonly number[];
}

/** Anything larger is refused before it is decoded. */
const MAX_IMAGE_BYTES = 50_000_000;
/** Decoding waits for files and native code; a few at a time keep the cores busy. */
const CONCURRENCY = 4;

async function openStore(store: PictureStore): Promise<(name: string) => Promise<Uint8Array>> {
  if (store.kind === "files") return (name) => openLocalFolder(store.folder).get(name);
  const source = await openFolderSource(store.folder);
  return (name) => source.read(name, MAX_IMAGE_BYTES);
}

export interface OpenPicturesOptions {
  config: Pick<ModelConfig, "inputSize" | "normalisation">;
  /** Decoded pictures are kept when they all fit in this; else each is decoded when it is needed. */
  memoryBytes: number;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** The pictures at model size, exactly as at inference. */
export async function openPictures(list: PictureList, options: OpenPicturesOptions): Promise<TrainingSet> {
  const { config, memoryBytes, onProgress, signal } = options;
  const size = config.inputSize;
  const read = await openStore(list.store);
  const decode = async (position: number): Promise<Float32Array> => {
    const image = await decodeImage(await read(list.names[position]));
    return toModelInput([image], { size, ...config.normalisation }).data;
  };
  const total = list.names.length;
  if (total * size * size * 3 * Float32Array.BYTES_PER_ELEMENT > memoryBytes) {
    return { labels: list.labels, size, read: decode };
  }
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
  return { labels: list.labels, size, read: (position) => images[position] };
}
