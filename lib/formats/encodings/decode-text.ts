import { AppError } from "#lib/errors.ts";
import type { Problem } from "../dataset/dataset-record.ts";

export interface DecodedText {
  text: string;
  /** What was converted on the way. */
  warnings: Problem[];
}

/**
 * A describing file as text: UTF-8 with or without a byte order mark, or UTF-16 with one (which is noted).
 * @throws AppError `invalid` for any other encoding
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : null;
  const encoding = utf16 ?? (bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8");
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const message = "It is UTF-16 text and was converted: save it as UTF-8.";
    const warnings =
      encoding === "utf-8" ? [] : [{ file, line: null, reason: "encoding-converted", message }];
    return { text, warnings };
  } catch (cause) {
    throw new AppError(
      "invalid",
      `${file} is not UTF-8 text: save it as UTF-8.`,
      { reason: "bad-encoding" },
      cause,
    );
  }
}
