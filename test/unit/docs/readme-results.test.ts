import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { readResults, replaceResults } from "#scripts/readme-results.ts";

it("prints the results of the experiment as they are (npx tsx scripts/readme-results.ts writes them anew)", async () => {
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  expect(replaceResults(readme, await readResults())).toBe(readme);
});
