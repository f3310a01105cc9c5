import { childOf, readXmlElements, type XmlElement } from "#lib/formats/encodings/xml-elements.ts";

export interface S3Object {
  key: string;
  byteSize: number;
}

/** A page of ListObjectsV2 with `encoding-type=url`. @returns next: what to ask for the page after it, null after the last */
export function readListing(xml: Uint8Array): { objects: S3Object[]; next: string | null } {
  const objects: S3Object[] = [];
  let next: string | null = null;
  readXmlElements(xml, "The listing", new Set(["Contents", "NextContinuationToken"]), (element) => {
    if (element.name === "NextContinuationToken") next = element.text === "" ? null : element.text;
    else objects.push({ key: decodeKey(textOf(element, "Key")), byteSize: Number(textOf(element, "Size")) });
  });
  return { objects, next };
}

function textOf(element: XmlElement, name: string): string {
  return childOf(element, name)?.text ?? "";
}

/** As HTML forms encode: a space is "+". What is not encoded well has the name it has. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    return encoded;
  }
}
