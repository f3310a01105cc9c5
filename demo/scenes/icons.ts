import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import sharp from "sharp";
import { AppError } from "#lib/errors.ts";

/** A square picture with alpha: RGBA bytes, not premultiplied. */
export interface Icon {
  rgba: Uint8Array;
  side: number;
}

export interface IconSource {
  /** Some styles never drew some animals. */
  has(style: string, name: string): boolean;
  raster(style: string, name: string, side: number): Promise<Icon>;
}

interface IconSet {
  icons: Record<string, { body: string; width?: number; height?: number; left?: number; top?: number }>;
  aliases?: Record<string, { parent: string }>;
  width?: number;
  height?: number;
}

/**
 * Reads the named icons of each style from the `@iconify-json/*` packages (SVG bodies) and rasterises on demand.
 * Rasters are kept: a data set uses each of them many times.
 */
export async function openIcons(styles: readonly string[], names: readonly string[]): Promise<IconSource> {
  const svgs = new Map<string, string>();
  for (const style of styles) {
    const set = await readIconSet(style);
    for (const name of names) {
      const svg = iconSvg(set, name);
      if (svg) svgs.set(`${style}/${name}`, svg);
    }
  }
  const rasters = new Map<string, Promise<Icon>>();
  return {
    has: (style, name) => svgs.has(`${style}/${name}`),
    raster(style, name, side) {
      const key = `${style}/${name}/${side}`;
      const known = rasters.get(key);
      if (known) return known;
      const svg = svgs.get(`${style}/${name}`);
      if (!svg) throw new Error(`no icon ${style}/${name}`);
      const made = rasterise(svg, side);
      rasters.set(key, made);
      return made;
    },
  };
}

async function readIconSet(style: string): Promise<IconSet> {
  try {
    const path = createRequire(import.meta.url).resolve(`@iconify-json/${style}/icons.json`);
    return JSON.parse(await readFile(path, "utf8")) as IconSet;
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `The icons of "${style}" are not installed. They are development dependencies: run npm ci (without --omit=dev) and try again.`,
      { style },
      cause,
    );
  }
}

function iconSvg(set: IconSet, name: string): string | null {
  const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent ?? ""];
  if (!icon) return null;
  const width = icon.width ?? set.width ?? 16;
  const height = icon.height ?? set.height ?? 16;
  const box = `${icon.left ?? 0} ${icon.top ?? 0} ${width} ${height}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="${box}">${icon.body}</svg>`;
}

async function rasterise(svg: string, side: number): Promise<Icon> {
  const scaled = svg.replace(/width="[\d.]+" height="[\d.]+"/, `width="${side}" height="${side}"`);
  const rgba = await sharp(Buffer.from(scaled), { limitInputPixels: 4_000_000 })
    .resize(side, side, { fit: "contain", background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .ensureAlpha()
    .raw()
    .toBuffer();
  return { rgba: new Uint8Array(rgba), side };
}
