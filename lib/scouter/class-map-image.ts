/**
 * Grey levels of class maps as the authors' code draws them: min-max over all classes of one image jointly, or over each
 * class alone, times 255, truncated. A constant range gives 0. maps [n, cells] row-major, one image.
 * With joint scaling the brightness of a class depends on the other classes of the same image.
 */
export function classMapImage(
  maps: Float32Array,
  classes: number,
  scaling: "joint" | "perClass",
): Uint8Array {
  const cells = maps.length / classes;
  const group = scaling === "joint" ? maps.length : cells;
  const out = new Uint8Array(maps.length);
  for (let begin = 0; begin < maps.length; begin += group) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = begin; i < begin + group; i++) {
      low = Math.min(low, maps[i]);
      high = Math.max(high, maps[i]);
    }
    const range = high - low;
    for (let i = begin; i < begin + group && range > 0; i++)
      out[i] = Math.floor(((maps[i] - low) / range) * 255);
  }
  return out;
}
