/** A saliency map as it travels to the browser: cells row by row, as the method gave them. */
export interface MapNumbers {
  height: number;
  width: number;
  data: readonly number[];
}

/** Values drawn as the lowest and the highest, where several maps share one scale. */
export interface MapRange {
  low: number;
  high: number;
}
