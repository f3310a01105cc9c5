/** Float arrays of these lengths on one piece of memory that threads share without copying. */
export function sharedArrays(lengths: readonly number[]): Float32Array<SharedArrayBuffer>[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const memory = new SharedArrayBuffer(total * Float32Array.BYTES_PER_ELEMENT);
  let offset = 0;
  return lengths.map((length) => {
    const array = new Float32Array(memory, offset, length);
    offset += array.byteLength;
    return array;
  });
}

export function copyInto(targets: readonly Float32Array[], sources: readonly Float32Array[]): void {
  for (const [i, target] of targets.entries()) target.set(sources[i]);
}
