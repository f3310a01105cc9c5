import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { escapeHtml } from "#lib/study/pack/escape-html.ts";
import { escapeLatex } from "#lib/study/pack/escape-latex.ts";
import { escapeMarkdown } from "#lib/study/pack/escape-markdown.ts";

/** Text of an element as an XML parser reads it back. */
function textOf(xml: string): string {
  let text = "";
  const parser = new SaxesParser();
  parser.on("text", (part) => {
    text += part;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(`<t a="${xml}">${xml}</t>`).close();
  return text;
}

describe("escapes", () => {
  test("of HTML give any text back, less what XML cannot hold", () => {
    expect(textOf(escapeHtml(`<img src=x onerror='a("b")'> & \u202e`))).toBe(
      `<img src=x onerror='a("b")'> & \u202e`,
    );
    expect(escapeHtml("a\u0000b\ud800c\u007fd\ufffe")).toBe("abcd");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => typeof textOf(escapeHtml(text)) === "string"),
    );
  });

  test("of LaTeX leave no character with a meaning, and keep the minus sign", () => {
    expect(escapeLatex("50 % of $x_1$ & \\input{y}#^~")).toBe(
      "50 \\% of \\$x\\_1\\$ \\& \\textbackslash{}input\\{y\\}\\#\\textasciicircum{}\\textasciitilde{}",
    );
    expect(escapeLatex('SCOUTER\u2212\n|<">')).toBe(
      "SCOUTER$-$ \\textbar{}\\textless{}\\textquotedbl{}\\textgreater{}",
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bare = escapeLatex(text)
          .replaceAll("$-$", "")
          .replace(/\\(?:text[a-z]+\{\}|[{}$&#_%,])/g, "");
        return !/[\\{}$&#_%^]/.test(bare);
      }),
    );
  });

  test("of Markdown begin no link, code, HTML, heading, table cell or citation", () => {
    expect(escapeMarkdown("[a](b) <i> `x` **y** |z| @key # h\n- i & j")).toBe(
      "\\[a\\](b) &lt;i\\> \\`x\\` \\*\\*y\\*\\* \\|z\\| \\@key \\# h - i &amp; j",
    );
  });
});
