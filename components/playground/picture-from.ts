import type { AskedPicture } from "./lab.ts";

let count = 0;

/** A picture of somebody's, under a key that no other has. */
export function asPicture(file: Blob, name: string): AskedPicture {
  return { key: String(++count), name, file };
}

/** What a drop or a paste brought: the first file, or a sentence about what it was instead. */
export function fileFrom(data: DataTransfer | null): { file: File } | { message: string } | null {
  const [file] = data?.files ?? [];
  if (file) return { file };
  const isLink = data?.types.some((type) => type === "text/uri-list" || type === "text/html");
  if (!isLink) return null;
  return {
    message: "That is a link to a picture, not the picture: save it on this device and drop the file.",
  };
}
