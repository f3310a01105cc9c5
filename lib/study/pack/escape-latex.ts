import { plainText } from "./escape-html.ts";

const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  _: "\\_",
  "%": "\\%",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
  "\u2212": "$-$",
  "\u00a0": "~",
  "\u202f": "\\,",
};

/** Text for the body of a LaTeX document: nothing in it is a command, a comment or the end of a cell. Lines are joined. */
export function escapeLatex(text: string): string {
  return plainText(text)
    .replace(/\s+/g, (space) => (space === "\u00a0" || space === "\u202f" ? space : " "))
    .replace(/[\\{}$&#_%^~<>|"\u2212\u00a0\u202f]/g, (character) => COMMANDS[character]);
}
