import { expect, it } from "vitest";
import { nameFileType } from "#components/playground/worker/name-file-type.ts";

const bytes = (text: string) => Uint8Array.from(text.padEnd(64, "\0"), (letter) => letter.charCodeAt(0));

it.each([
  ["\xff\xd8\xff\xe0", "picture"],
  ["\x89PNG\r\n\x1a\n", "picture"],
  ["RIFF\0\0\0\0WEBP", "picture"],
  ["\0\0\0\x1cftypavif", "picture"],
  ["BM", "picture"],
  ["\0\0\0\x18ftypheic", "heic"],
  ["II*\0", "tiff"],
  ["%PDF-1.7", "other"],
  ["PK\x03\x04", "other"],
  ["\0\0\0\x18ftypisom", "other"],
  ["<?xml version='1.0'?><svg/>", "other"],
  ["hello", "other"],
])("takes a file beginning %j for %s", (start, kind) => {
  expect(nameFileType(bytes(start)).kind).toBe(kind);
});
