import { crc32 } from "node:zlib";
import { isPicture } from "../dataset/picture-name.ts";
import { pathProblem } from "./safe-path.ts";

/** Whether a text is meant as an address of any kind, fetched or not. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text);
}

/**
 * The path an address has in a data set: `https://a.org/b/c.jpg` becomes `a.org/b/c.jpg`. What cannot be said that plainly
 * (a query, a port, no picture's ending, a path that is none here) gets a name that is a mark of the address: `a.org/1f2e3d4c.jpg`.
 */
export function addressPath(address: string): string {
  const plain = /^https:\/\/([a-z0-9.-]+\/[^?#]*)$/.exec(address);
  const path = plain === null ? null : decoded(plain[1]);
  if (path !== null && isUsual(path)) return path;
  const [before] = address.split(/[?#]/, 1);
  const host = /^https?:\/\/([a-z0-9-]+(\.[a-z0-9-]+)*)(:\d+)?(\/|$)/.exec(before)?.[1] ?? "address";
  const ending = isPicture(before) ? before.slice(before.lastIndexOf(".")).toLowerCase() : "";
  return `${host}/${crc32(address).toString(16).padStart(8, "0")}${ending}`;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function isUsual(path: string): boolean {
  return isPicture(path) && pathProblem(path) === null && !path.split("/").some((part) => /^[._]/.test(part));
}
