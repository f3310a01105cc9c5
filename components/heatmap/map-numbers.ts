/** A saliency map as it travels to the browser: cells row by row, as the method gave them. */
export interface MapNumbers {
  height: number;
  width: number;
  data: readonly number[];
}
