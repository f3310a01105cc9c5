import { readFile } from "node:fs/promises";
import path from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerStudy } from "#cli/study.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { catchOutput } from "#test/support/printed-output.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";

let database: TestDatabase;
let studyId: string;
const NAME = "Which map convinces?";

beforeAll(async () => {
  database = await createTestDatabase();
  const ctx = await database.ctx("owner", "lab");
  const { key, ...study } = await createOpenStudy(ctx, { images: 5 });
  studyId = study.studyId;
  await answerAll(ctx, key, await joinAnew(ctx, key), 4);
  const leaver = await joinAnew(ctx, key);
  await answerAll(ctx, key, leaver, 2);
  await withdraw(ctx, { key, token: leaver.token });
});
afterAll(() => database.close());
const output = catchOutput(() => database);

async function whynot(...args: string[]): Promise<void> {
  output.printed = "";
  const program = new Command("whynot").exitOverride();
  registerStudy(program);
  await program.parseAsync(["study", ...args], { from: "user" });
}

test("list names every study", async () => {
  await whynot("list");
  expect(output.printed).toMatch(
    new RegExp(`^${studyId}  .*  open .*Which map convinces\\?: 2 people \\(0 completed, 1 withdrawn\\)`),
  );
  await whynot("list", "--json");
  expect(JSON.parse(output.printed)).toMatchObject([{ id: studyId, name: NAME }]);
});

test("verify finds a study by name or id, says what holds, and takes the anchor of an export", async () => {
  const file = path.join(database.home, "answers.csv");
  await whynot("export", NAME, "--out", file);
  const [, anchor] = /^anchor (\d+:[0-9a-f]{64})$/m.exec(output.printed) ?? [];
  const { chunks } = await exportAnswers(await database.ctx("owner", "lab"), { studyId, raters: "people" });
  let csv = "";
  for await (const chunk of chunks) csv += chunk;
  expect(await readFile(file, "utf8")).toBe(csv);

  await whynot("verify", NAME, "--anchor", anchor);
  expect(output.printed).toMatch(/^log: \d+ events, unbroken, anchor \d+:[0-9a-f]{64}$/m);
  expect(output.printed).toContain("answers: 4 stored, 4 as their events say, 4 withdrawn");
  expect(output.printed).toContain("trials: 2 of 2 participants as their seed and index say");
  expect(process.exitCode).toBeUndefined();
  await whynot("verify", studyId, "--json");
  expect(JSON.parse(output.printed)).toMatchObject({ ok: true, log: { brokenLink: null }, problems: [] });
});

test("verify ends with status 1 and names what differs", async () => {
  await database.db.answer.updateMany({ data: { value: 5 } });
  await whynot("verify", NAME);
  expect(process.exitCode).toBe(1);
  expect(output.printed).toMatch(
    /^answer: The answer of P1 at position 0 \(trial .*\) is not the one that was stored\.$/m,
  );
  await database.db.answer.updateMany({ data: { value: 4 } });
  await database.db.studyEventHead.updateMany({ data: { hash: "f".repeat(64) } });
  await whynot("verify", NAME);
  expect(output.printed).toMatch(/^log: \d+ events, broken at \d+ \(head\): /m);
});

test("a study that is not there, and a name that two have, are told in a sentence", async () => {
  await expect(whynot("verify", "Nothing")).rejects.toThrow(/no study "Nothing"/);
  await createOpenStudy(await database.ctx("owner", "lab"), { images: 5 });
  await expect(whynot("verify", NAME)).rejects.toThrow(/2 studies are called/);
  await expect(whynot("list", "--workspace", "nowhere")).rejects.toThrow(/no workspace "nowhere"/);
});
