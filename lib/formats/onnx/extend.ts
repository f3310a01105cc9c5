import { decodeEntry, topLevelFields } from "./decode.ts";
import { encodeOnnx } from "./encode.ts";
import { MESSAGES } from "./messages.ts";

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * The same model with more of its values among its outputs, under their own names. By protobuf's rules a message that comes
 * again is merged with the first, so a second, otherwise empty graph at the end of the file adds to the list of outputs.
 */
export function withOutputs(file: Uint8Array, names: readonly string[]): Uint8Array {
  if (names.length === 0) return file;
  return join([file, encodeOnnx({ graph: { output: names.map((name) => ({ name })) } })]);
}

/** What to write around a file's fields so that its metadata hold `value` under `key`, once. */
export function metadataEdit(file: Uint8Array, key: string, value: string): Uint8Array[] {
  const [metadataId] = MESSAGES.Model.metadataProps;
  const kept: Uint8Array[] = [];
  let begin = 0;
  for (const field of topLevelFields(file)) {
    if (field.id !== metadataId || decodeEntry(file, field).key !== key) continue;
    kept.push(file.subarray(begin, field.begin));
    begin = field.end;
  }
  return [...kept, file.subarray(begin), encodeOnnx({ metadataProps: [{ key, value }] })];
}

/** The same model with `value` under `key` in its metadata, in place of what was there. */
export function withMetadata(file: Uint8Array, key: string, value: string): Uint8Array {
  return join(metadataEdit(file, key, value));
}
