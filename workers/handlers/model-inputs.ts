import { decodeImage } from "#lib/imaging/decode-image.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import type { Storage } from "#lib/storage/storage.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";

/** How a model wants its images. */
export interface InputFormat {
  inputSize: number;
  normalisation: { mean: readonly number[]; std: readonly number[] };
}

/** Decoded once a job: arms and models that see the same images share the pixels. */
export interface ModelInputs {
  /** The images as the model sees them, in the order asked for. */
  batch(sha256s: readonly string[], format: InputFormat): Promise<ImageBatch>;
}

export function openModelInputs(storage: Storage): ModelInputs {
  const cache = new Map<string, Promise<Float32Array>>();

  async function decode(sha256: string, format: InputFormat): Promise<Float32Array> {
    const image = await decodeImage(await storage.get(sha256));
    const { mean, std } = format.normalisation;
    return toModelInput([image], { size: format.inputSize, mean, std }).data;
  }

  return {
    async batch(sha256s, format) {
      const size = format.inputSize;
      const length = size * size * 3;
      const data = new Float32Array(sha256s.length * length);
      for (const [index, sha256] of sha256s.entries()) {
        const key = `${sha256} ${JSON.stringify([size, format.normalisation])}`;
        const pixels = cache.get(key) ?? decode(sha256, format);
        cache.set(key, pixels);
        data.set(await pixels, index * length);
      }
      return { data, count: sha256s.length, height: size, width: size };
    },
  };
}
