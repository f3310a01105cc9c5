import { MAX_NAME } from "../dataset/limits.ts";
import { safePart } from "./picture-paths.ts";

/** As it is: formats that quote their texts. */
export const anyName = (name: string) => name.replace(/\p{Cs}/gu, "\ufffd");

/** A line of text: no white space around it, nothing that XML, YAML or a table cannot hold. */
export function plainName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "\ufffd").trim();
  return plain === "" ? "_" : plain.slice(0, MAX_NAME);
}

/** A cell that no spreadsheet computes, as `csvCell` writes it. */
export function cellName(name: string): string {
  const plain = plainName(name);
  return /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
}

/** A folder's name. */
export function folderName(name: string): string {
  return safePart(plainName(name));
}
