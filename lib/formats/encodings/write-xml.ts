/** All that XML 1.0 cannot hold, not even escaped. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text for inside an element or a quoted attribute (XML 1.0); characters it cannot hold become U+FFFD. */
export function xmlText(text: string | number): string {
  return String(text)
    .replace(IMPOSSIBLE, "\ufffd")
    .replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character]);
}
