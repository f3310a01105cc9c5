/** [..., c, h, w] -> [..., h, w, c]: cases are channels first, the product channels last. */
export function channelsLast(data: ArrayLike<number>, shape: readonly number[]): Float32Array {
  const [channels, height, width] = shape.slice(-3);
  const cells = height * width;
  const out = new Float32Array(data.length);
  for (let block = 0; block < data.length; block += channels * cells)
    for (let c = 0; c < channels; c++)
      for (let cell = 0; cell < cells; cell++)
        out[block + cell * channels + c] = data[block + c * cells + cell];
  return out;
}

/** The place in [h, w, c] of a value's place in [c, h, w]. */
export function indexLast(index: number, channels: number, cells: number): number {
  return (index % cells) * channels + Math.floor(index / cells);
}
