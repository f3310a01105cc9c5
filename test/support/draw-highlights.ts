import sharp from "sharp";

const SIDE = 384;
const HIGHLIGHTS = [
  [190, 190],
  [110, 250],
  [280, 110],
  [200, 300],
] as const;

/** The same picture, as WebP, with a highlighted area in another place each time. @param count at most four */
export function drawHighlights(count: number): Promise<Uint8Array[]> {
  return Promise.all(
    HIGHLIGHTS.slice(0, count).map(([x, y]) =>
      sharp(
        Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="100%" height="100%" fill="#3b5f7d"/><circle cx="190" cy="190" r="70" fill="#e8e3d8"/><circle cx="${x}" cy="${y}" r="80" fill="#fde725" fill-opacity="0.6"/></svg>`,
        ),
      )
        .webp()
        .toBuffer(),
    ),
  );
}
