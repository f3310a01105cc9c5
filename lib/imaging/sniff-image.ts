export type ImageType = "jpeg" | "png" | "webp" | "gif" | "tiff";

/**
 * The picture format the first bytes announce, whatever the file is called; null for anything else.
 * SVG is on purpose not among them: it is a program, not a picture.
 */
export function sniffImage(bytes: Uint8Array): ImageType | null {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("RIFF") && text.slice(8) === "WEBP") return "webp";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "gif";
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return "tiff";
  return null;
}
