import { SaxesParser } from "saxes";
import { AppError } from "#lib/errors.ts";
import { MAX_DEPTH } from "../dataset/limits.ts";
import { printable } from "./printable.ts";

/** An element with all that is inside it. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** Text directly inside it, trimmed. */
  text: string;
  /** Where it begins, from 1. */
  line: number;
}

/** Text decoded at a time. */
const CHUNK = 1_000_000;

/**
 * Reads an XML document and hands out each element of one of the given names with all that is inside it, then forgets
 * it: a document of any length takes the memory of one such element. Document types are refused, so no entity beyond
 * the five of XML itself exists, and nothing outside the document is ever looked at.
 * @throws AppError `invalid` with `details.reason`: xml-doctype, bad-xml, xml-too-deep, bad-encoding
 */
export function readXmlElements(
  bytes: Uint8Array,
  file: string,
  names: ReadonlySet<string>,
  onElement: (element: XmlElement) => void,
): void {
  const parser = new SaxesParser();
  const open: XmlElement[] = [];
  parser.on("doctype", () => {
    throw refuse(file, "xml-doctype", "has a document type (<!DOCTYPE ...>), which is never read: remove it");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (open.length >= MAX_DEPTH)
      throw refuse(file, "xml-too-deep", `is nested deeper than ${MAX_DEPTH} elements`);
    open.push({
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: "",
      line: parser.line,
    });
  });
  const onText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("closetag", () => {
    const element = open.pop()!;
    element.text = element.text.trim();
    if (names.has(element.name)) onElement(element);
    else if (open.some(({ name }) => names.has(name))) open.at(-1)?.children.push(element);
  });
  parser.on("error", (cause) => {
    throw refuse(file, "bad-xml", `is no well-formed XML: ${printable(cause.message)}`, cause);
  });
  for (const text of decodeChunks(bytes, file)) parser.write(text);
  parser.close();
}

/** The element's first child of this name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

function* decodeChunks(bytes: Uint8Array, file: string): Generator<string> {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const decoder = new TextDecoder(isUtf16 ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8", {
    fatal: true,
  });
  for (let at = 0; at < bytes.length; at += CHUNK) {
    try {
      yield decoder.decode(bytes.subarray(at, at + CHUNK), { stream: at + CHUNK < bytes.length });
    } catch (cause) {
      throw refuse(file, "bad-encoding", "is not UTF-8 text: save it as UTF-8", cause);
    }
  }
}

function refuse(file: string, reason: string, fault: string, cause?: unknown): AppError {
  return new AppError("invalid", `${file} ${fault}.`, { reason }, cause);
}
