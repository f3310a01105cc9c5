/** Where tiles stand in a grid of any number of images, all in CSS pixels. */
export interface Geometry {
  columns: number;
  tile: number;
  /** From the top of a row to the top of the next. */
  pitch: number;
  rows: number;
  /** Of the whole grid, as far as a browser can go. */
  height: number;
}

export const MIN_TILE = 104;
export const GAP_X = 8;
/** The line under a picture and the space to the next row. */
export const BELOW = 32;
/** Browsers stop laying out between 17 and 33 million pixels. */
const MAX_HEIGHT = 15_000_000;
const OVERSCAN_ROWS = 3;

export function layOut(width: number, total: number): Geometry {
  const columns = Math.max(1, Math.floor((width + GAP_X) / (MIN_TILE + GAP_X)));
  const tile = (width - (columns - 1) * GAP_X) / columns;
  const pitch = tile + BELOW;
  const rows = Math.ceil(total / columns);
  return { columns, tile, pitch, rows, height: Math.min(MAX_HEIGHT, rows * pitch) };
}

export interface Visible {
  /** Indices of images: from, and up to but not including. */
  first: number;
  end: number;
  /** Where the first row stands in the grid. */
  top: number;
}

/**
 * What a window shows of the grid. Up to the greatest height a pixel of scrolling is a pixel of the grid; beyond it the
 * bar still runs from the first image to the last, and rows pass a little faster.
 * @param scrolled how far the grid's top is above the window's, may be negative
 */
export function visibleAt(geometry: Geometry, scrolled: number, viewport: number, total: number): Visible {
  const { pitch, rows, columns, height } = geometry;
  const full = rows * pitch;
  const at = Math.max(0, scrolled);
  const span = Math.max(1, height - viewport);
  const inFull = full <= height ? at : Math.min(1, at / span) * (full - viewport);
  const firstRow = Math.max(0, Math.min(rows - 1, Math.floor(inFull / pitch)) - OVERSCAN_ROWS);
  const endRow = Math.min(rows, Math.ceil((inFull + viewport) / pitch) + OVERSCAN_ROWS);
  const top = firstRow * pitch + (full <= height ? 0 : Math.min(at, span) - inFull);
  return { first: firstRow * columns, end: Math.min(total, endRow * columns), top };
}

/** How far to scroll so that the row of an image is in view, or null when it is. */
export function scrollFor(
  geometry: Geometry,
  index: number,
  scrolled: number,
  viewport: number,
): number | null {
  const { pitch, rows, columns, height } = geometry;
  const full = rows * pitch;
  const scale = full <= height ? 1 : (height - viewport) / (full - viewport);
  const rowTop = Math.floor(index / columns) * pitch;
  const shown = Math.max(0, scrolled) / scale;
  if (rowTop < shown) return rowTop * scale;
  if (rowTop + pitch > shown + viewport) return (rowTop + pitch - viewport) * scale;
  return null;
}
