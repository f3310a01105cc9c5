import type { Mask } from "../mask-runs.ts";

/**
 * The connected parts of a mask, largest first: pixels that touch by an edge or a corner belong together (8-connectivity). Filled from pixel to pixel, so the
 * time goes by pixels.
 * @param leastPixels smaller parts are left out
 */
export function connectedParts({ data, height, width }: Mask, leastPixels = 1): Mask[] {
  const seen = new Uint8Array(data.length);
  const parts: { pixels: number[] }[] = [];
  for (let start = 0; start < data.length; start++) {
    if (!data[start] || seen[start]) continue;
    seen[start] = 1;
    const pixels = [start];
    for (let i = 0; i < pixels.length; i++) {
      const [x, y] = [pixels[i] % width, Math.floor(pixels[i] / width)];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const at = v * width + u;
          if (!data[at] || seen[at]) continue;
          seen[at] = 1;
          pixels.push(at);
        }
      }
    }
    if (pixels.length >= leastPixels) parts.push({ pixels });
  }
  return parts
    .sort((a, b) => b.pixels.length - a.pixels.length)
    .map(({ pixels }) => {
      const part = new Uint8Array(data.length);
      for (const at of pixels) part[at] = 1;
      return { data: part, height, width };
    });
}
