import { type SecurityClass, securityClasses } from "./security-items.ts";

/** docs/security.md: a line an attack, each with the test that proves what happens. A test compares the two and looks the tests up. */
export function renderSecurityPage(): string {
  return [
    "# What hostile data can do",
    "This page is written from `scripts/security-items.ts` (`npx vitest run --project maths test/unit/docs -u`); a test makes sure that every test named here is there. Found something? Write to the maintainers before you publish it.",
    ...securityClasses.map(classSection),
    "",
  ].join("\n\n");
}

function classSection({ title, text, items }: SecurityClass): string {
  const rows = items.map(
    ({ attack, outcome, test, named }) =>
      `| ${attack} | ${outcome} | [${test.split("/").at(-1)}](../${test}): ${quoted(named)} |`,
  );
  return [
    `## ${title}`,
    "",
    text,
    "",
    "| Attack | What happens | Proved by |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function quoted(text: string): string {
  return `“${text.replaceAll("|", "\\|").replaceAll("*", "\\*").replaceAll("<", "&lt;")}”`;
}
