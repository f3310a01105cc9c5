import { AppError } from "#lib/errors.ts";
import { MAX_DEPTH } from "../dataset/limits.ts";
import { printable } from "./printable.ts";

/** A value of a JSON document: an element of the list `key`, or the member `key` itself. */
export interface JsonElement {
  /** Name of the top-level member; null where the document itself is a list. */
  key: string | null;
  isElement: boolean;
  value: unknown;
  /** Where it begins, from 1. */
  line: number;
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const NEWLINE = 0x0a;
const isSpace = (byte: number) => byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

/**
 * Reads a JSON document value by value: the elements of a list at the top, or the members of an object at the top with
 * the elements of its lists one by one. Each is parsed by itself, so that a document of 500 MB takes the memory of its
 * bytes and one element. The document must be JSON from its first to its last byte (RFC 8259, UTF-8).
 * @throws AppError `invalid` with `details.reason`: bad-json, json-too-deep, bad-encoding
 */
export function* readJsonElements(bytes: Uint8Array, file: string): Generator<JsonElement> {
  const scanner = new Scanner(bytes, file);
  const first = scanner.next();
  if (first === OPEN_LIST) yield* elements(scanner, null);
  else if (first === OPEN_OBJECT) yield* members(scanner);
  else throw scanner.refuse("bad-json", "is no JSON list or object");
  if (scanner.next() !== undefined) throw scanner.refuse("bad-json", "has something after its end");
}

function* members(scanner: Scanner): Generator<JsonElement> {
  yield* separated(scanner, CLOSE_OBJECT, function* () {
    const key = scanner.value();
    if (typeof key !== "string" || scanner.next() !== COLON)
      throw scanner.refuse("bad-json", "is no well-formed JSON");
    scanner.at++;
    const line = scanner.line;
    if (scanner.next() === OPEN_LIST) yield* elements(scanner, key);
    else yield { key, isElement: false, value: scanner.value(), line };
  });
}

function* elements(scanner: Scanner, key: string | null): Generator<JsonElement> {
  yield* separated(scanner, CLOSE_LIST, function* () {
    const { line } = scanner;
    yield { key, isElement: true, value: scanner.value(), line };
  });
}

/** What stands between brackets, divided by commas; begins at the opening bracket and ends after the closing one. */
function* separated(
  scanner: Scanner,
  close: number,
  each: () => Generator<JsonElement>,
): Generator<JsonElement> {
  scanner.at++;
  if (scanner.next() === close) {
    scanner.at++;
    return;
  }
  while (true) {
    scanner.next();
    yield* each();
    const byte = scanner.next();
    scanner.at++;
    if (byte === close) return;
    if (byte !== COMMA) throw scanner.refuse("bad-json", "is no well-formed JSON");
  }
}

class Scanner {
  at = 0;
  line = 1;
  readonly #bytes: Uint8Array;
  readonly #file: string;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#file = file;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
  }

  /** The next byte that is no white space; undefined at the end. */
  next(): number | undefined {
    const bytes = this.#bytes;
    while (this.at < bytes.length && isSpace(bytes[this.at])) {
      if (bytes[this.at] === NEWLINE) this.line++;
      this.at++;
    }
    return bytes[this.at];
  }

  /** Parses the value that begins here and stands after it. */
  value(): unknown {
    const start = this.at;
    const lines = this.#skip();
    let text: string;
    try {
      text = this.#decoder.decode(this.#bytes.subarray(start, this.at));
    } catch (cause) {
      throw this.refuse("bad-encoding", "is not UTF-8 text", cause);
    }
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw this.refuse(
        "bad-json",
        `is no well-formed JSON: ${printable((cause as Error).message).slice(0, 120)}`,
        cause,
      );
    } finally {
      this.line += lines;
    }
  }

  /** Goes to the end of the value, by its brackets and quotes alone; returns the line ends in it. */
  #skip(): number {
    const bytes = this.#bytes;
    let depth = 0;
    let lines = 0;
    let inString = false;
    for (; this.at < bytes.length; this.at++) {
      const byte = bytes[this.at];
      if (inString) {
        if (byte === BACKSLASH) this.at++;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 0) {
            this.at++;
            return lines;
          }
        }
        continue;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        if (++depth > MAX_DEPTH)
          throw this.refuse("json-too-deep", `is nested deeper than ${MAX_DEPTH} levels`);
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        if (depth === 0) return lines;
        if (--depth === 0) {
          this.at++;
          return lines;
        }
      } else if (depth === 0 && (byte === COMMA || isSpace(byte))) return lines;
      else if (byte === NEWLINE) lines++;
    }
    this.at = bytes.length;
    return lines;
  }

  refuse(reason: string, fault: string, cause?: unknown): AppError {
    return new AppError("invalid", `${this.#file}, line ${this.line}, ${fault}.`, { reason }, cause);
  }
}
