import { sniffImage } from "#lib/imaging/sniff-image.ts";

/** What a file is, as far as its first bytes tell; `picture` for what a browser may be able to show. */
export interface FileType {
  name: string;
  kind: "picture" | "heic" | "tiff" | "other";
}

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

const HEIC_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]);

/** Known by what they are not: files that people drop by mistake. */
const OTHERS: [start: string, name: string][] = [
  ["%PDF", "a PDF document"],
  ["PK\x03\x04", "a ZIP archive or an office document"],
  ["\x1f\x8b", "a compressed file"],
  ["\x1aE\xdf\xa3", "a video"],
];

/** @param head the first bytes of the file, a few hundred are enough */
export function nameFileType(head: Uint8Array): FileType {
  const image = sniffImage(head);
  if (image === "tiff") return { name: "a TIFF picture", kind: "tiff" };
  if (image) return { name: `a ${image === "webp" ? "WebP" : image.toUpperCase()} picture`, kind: "picture" };
  if (ascii(head, 4, 8) === "ftyp") {
    const brand = ascii(head, 8, 12);
    if (HEIC_BRANDS.has(brand)) return { name: "a HEIC photo", kind: "heic" };
    if (brand === "avif" || brand === "avis") return { name: "an AVIF picture", kind: "picture" };
    return { name: "a video", kind: "other" };
  }
  const start = ascii(head, 0, 4);
  const other = OTHERS.find(([magic]) => start.startsWith(magic));
  if (other) return { name: other[1], kind: "other" };
  if (/^\s*(<\?xml|<!--|<svg)/i.test(ascii(head, 0, 200)))
    return { name: "an SVG drawing or another XML file", kind: "other" };
  if (ascii(head, 0, 2) === "BM") return { name: "a BMP picture", kind: "picture" };
  return { name: "no picture", kind: "other" };
}
