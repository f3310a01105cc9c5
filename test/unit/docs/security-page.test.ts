import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { renderSecurityPage } from "#scripts/render-security-page.ts";
import { securityClasses } from "#scripts/security-items.ts";

const items = securityClasses.flatMap((each) => each.items);

/** Cases that a test reads from a file instead of holding them itself. */
const STORED: Readonly<Record<string, string>> = {
  "test/parity/hostile-formats.test.ts": "test/parity/golden/formats/hostile/expected.json",
};

it("says what is tested (npx vitest run test/unit/docs -u writes the page anew)", async () => {
  await expect(renderSecurityPage()).toMatchFileSnapshot("../../../docs/security.md");
});

it.each(items)("$attack: the test it names is there", async ({ test, named }) => {
  const files = [test, STORED[test] ?? test];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  expect(texts.some((text) => text.includes(named))).toBe(true);
});

it("names each test once", () => {
  const names = items.map(({ test, named }) => `${test} ${named}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
