import type { ImageBatch } from "#lib/tensor/model-view.ts";

/** Images from..to-1 of a batch, without copying. */
export function sliceImages(images: ImageBatch, from: number, to: number): ImageBatch {
  const { height, width } = images;
  const size = height * width * 3;
  return { data: images.data.subarray(from * size, to * size), count: to - from, height, width };
}

/**
 * A short name of one image's content and a class: the seed of everything random about its map, so that a map does not
 * depend on the batch, the shard or the order it was made in. 32-bit FNV-1a over the float words.
 */
export function contentKey(image: ImageBatch, target: number): string {
  const words = new Uint32Array(image.data.buffer, image.data.byteOffset, image.data.length);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  return `${(hash >>> 0).toString(16)}:${target}`;
}
