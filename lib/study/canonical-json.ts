/**
 * The one JSON text of a value, whatever the order of its objects' keys: keys sorted by UTF-16 code units, no white
 * space, numbers and strings as ECMAScript writes them (RFC 8785, JSON Canonicalization Scheme). Values that JSON tells
 * apart have different texts; -0 is 0.
 * @throws RangeError for NaN and infinities, TypeError for what is no JSON (undefined, dates, functions, class instances)
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`JSON has no ${value}.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(",")}]`;
  if (!isPlainObject(value)) throw new TypeError(`JSON has no ${typeof value} like this one.`);
  let members = "";
  for (const key of Object.keys(value).sort())
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(value[key])}`;
  return `{${members}}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
