import { Header } from "tar";

/** A tar archive of members made by `tarMember`. */
export const tarOf = (...members: Buffer[]) => Buffer.concat([...members, Buffer.alloc(1024)]);

/** One file of a tar archive under whatever name, as it stands in it. */
export function tarMember(
  name: string,
  content: Uint8Array | string,
  type: "File" | "FIFO" = "File",
): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  new Header({ path: name, size: bytes.length, type, mode: 0o644 }).encode(header);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
