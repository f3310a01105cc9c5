/** How a map is prepared for a metric that reads the order of its pixels, or both signs of its values, for the records. */
export const RANKING = "bilinear half-pixel to the model's input size, values as the method gave them";
