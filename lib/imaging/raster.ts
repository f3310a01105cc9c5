/** Pixels row by row, channels last: value (y, x, c) is at (y * width + x) * channels + c. */
export interface Raster<Data extends Uint8Array | Float32Array | Float64Array = Uint8Array | Float32Array> {
  data: Data;
  height: number;
  width: number;
  channels: number;
}

/** An sRGB picture as decoded: three bytes a pixel, upright. */
export interface RgbImage {
  data: Uint8Array;
  width: number;
  height: number;
}
