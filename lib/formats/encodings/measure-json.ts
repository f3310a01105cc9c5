/** What a JSON text would make of memory, found without parsing it. */
export interface JsonMeasure {
  /** Deepest nesting of objects and lists. */
  depth: number;
  /** At least the number of values. */
  values: number;
  /** Keys of the outermost object, repeated ones counted each time. */
  outerKeys: number;
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];

/** One pass over the bytes in constant memory. Says nothing of whether the text is JSON: that is for the parser. */
export function measureJson(json: Uint8Array): JsonMeasure {
  const measure = { depth: 0, values: 1, outerKeys: 0 };
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfText(json, at);
    else if (byte === COMMA) measure.values++;
    else if (byte === COLON && depth === 1) measure.outerKeys++;
    else if (CLOSING.includes(byte)) depth--;
    else if (OPENING.includes(byte)) {
      measure.values++;
      measure.depth = Math.max(measure.depth, ++depth);
    }
  }
  return measure;
}

/** Position of the quote that ends the text beginning at `start`, or the length where none does. */
function endOfText(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
