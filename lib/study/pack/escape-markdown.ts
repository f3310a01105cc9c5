import { plainText } from "./escape-html.ts";

/** Text for a line of Markdown: no mark-up, link, HTML, table cell or citation begins in it. Lines are joined. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]#|~@$^<>&]/g, (mark) =>
      mark === "<" ? "&lt;" : mark === "&" ? "&amp;" : `\\${mark}`,
    );
}
