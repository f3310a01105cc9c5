import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { quizOf } from "#lib/study/quiz/quiz.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { type ParticipantSite, startParticipantSite } from "#test/support/participant-site.ts";
import { consent, practise, rate, readCode } from "./participant-steps.ts";

let site: ParticipantSite;
test.beforeAll(async () => {
  site = await startParticipantSite(4724);
});
test.afterAll(() => site.close());

async function newStudy(options: Parameters<typeof createOpenStudy>[1]) {
  const study = await createOpenStudy(site.ctx, { images: 7, ...options });
  return { ...study, link: `${site.url}/s/${study.key}` };
}

const QUESTIONS = quizOf("plausibility-rating", "en");
const right = QUESTIONS.map(({ options, right }) => options[right]);
const wrong = QUESTIONS.map(({ options, right }) => options[(right + 1) % options.length]);
const check = "Check my answers";

async function toQuiz(page: Page, link: string): Promise<void> {
  await consent(page, link);
  await page.getByRole("button", { name: "To the questions" }).click();
  await expect(page.getByRole("heading", { name: "Before you begin" })).toBeVisible();
}

async function choose(page: Page, options: readonly string[]): Promise<void> {
  for (const option of options) await page.getByRole("radio", { name: option }).check();
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
}

test("a rater who is wrong once reads again, survives reloads and a lost line, and goes on to practice", async ({
  page,
  context,
}) => {
  const { link, studyId } = await newStudy({ checks: { quiz: true } });
  await toQuiz(page, link);
  await page.getByRole("button", { name: check }).click();
  await expect(page.getByText("Please answer every question.")).toBeVisible();
  await choose(page, [right[0], wrong[1]]);
  await page.reload();
  await expect(page.getByRole("radio", { name: right[0] })).toBeChecked();
  await page.getByRole("button", { name: check }).click();

  await expect(page.getByRole("heading", { name: "Not quite yet" })).toBeFocused();
  await expect(page.getByText(QUESTIONS[1].because)).toBeVisible();
  await expect(page.getByText(QUESTIONS[0].because)).toBeHidden();
  await page.reload();
  await page.getByRole("button", { name: "Read the instruction again" }).click();
  await page.getByRole("button", { name: "To the questions" }).click();
  await expect(page.getByText("This is your second and last try.")).toBeVisible();
  await choose(page, right);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await page.getByRole("button", { name: check }).click();
  await expect(page.getByText("Your answers are kept and sent as soon as it can.")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Practice 1 of 2", { exact: true })).toBeVisible();
  const attempts = await site.ctx.db.quizAttempt.findMany({
    where: { participant: { studyId } },
    orderBy: { attempt: "asc" },
  });
  expect(attempts.map(({ passed }) => passed)).toEqual([false, true]);
  await page.reload();
  await expect(page.getByText("Practice 1 of 2", { exact: true })).toBeVisible();
});

test("by keyboard alone, on a phone of 360 px in Chinese, nothing is too wide and no axe violation", async ({
  page,
}) => {
  const { link } = await newStudy({ checks: { quiz: true }, language: "zh-Hans" });
  await page.setViewportSize({ width: 360, height: 740 });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await page.goto(link);
  await page.getByRole("button", { name: "我同意并开始" }).click();
  await page.getByRole("button", { name: "去回答问题" }).click();
  await expect(page.getByRole("heading", { name: "开始之前" })).toBeFocused();
  await expectNoViolations(page);
  expect(await width()).toBe(360);
  for (const label of await page.locator(".quiz label").all())
    expect((await label.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  // Of each question the first option, which is not right everywhere.
  for (const _ of quizOf("plausibility-rating", "zh-Hans")) {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
  }
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "还差一点" })).toBeFocused();
  await expectNoViolations(page);
  expect(await width()).toBe(360);
});

test("who fails both tries is thanked and sent back to the platform with its own code, in every tab and for good", async ({
  page,
  context,
}) => {
  const codes = { complete: "DONE1234", overQuota: "LATE1234", screenedOut: "QUIZ1234" };
  const { key } = await newStudy({
    checks: { quiz: true },
    recruitment: { platform: "prolific", codes, reward: null, signed: false },
  });
  const link = `${site.url}/s/${key}?PROLIFIC_PID=${"a".repeat(24)}&STUDY_ID=s&SESSION_ID=${"b".repeat(24)}`;
  await toQuiz(page, link);
  const second = await context.newPage();
  await second.goto(`${site.url}/s/${key}`);
  await expect(second.getByRole("heading", { name: "Before you begin" })).toBeVisible();
  await choose(page, wrong);
  await page.getByRole("button", { name: check }).click();
  await expect(page.getByRole("heading", { name: "Not quite yet" })).toBeVisible();
  // The other tab sends its first try: the one that stands is told.
  await choose(second, right);
  await second.getByRole("button", { name: check }).click();
  await expect(second.getByRole("heading", { name: "Not quite yet" })).toBeVisible();
  await page.getByRole("button", { name: "Read the instruction again" }).click();
  await page.getByRole("button", { name: "To the questions" }).click();
  await choose(page, wrong);
  await page.getByRole("button", { name: check }).click();
  await expect(page.getByRole("heading", { name: "Thank you for your interest" })).toBeFocused();
  await expect(page.locator("output")).toHaveText("QUIZ1234");
  await expect(page.getByRole("link", { name: "Return to Prolific" })).toHaveAttribute(
    "href",
    /cc=QUIZ1234$/,
  );
  await expectNoViolations(page);
  await second.reload();
  await expect(second.getByRole("heading", { name: "Thank you for your interest" })).toBeVisible();
});

test("attention checks ask in words, repeats look like any trial, and a break waits", async ({ page }) => {
  const { link, studyId } = await newStudy({
    images: 9,
    trialsPerRater: 6,
    checks: { attention: 2, repeats: 2, breakEvery: 5 },
  });
  await consent(page, link);
  await practise(page);
  const count = 6 + 2 + 2;
  for (let at = 1; at <= count; at++) {
    if (at === 6) {
      await expect(page.getByRole("heading", { name: "Time for a short break" })).toBeFocused();
      await expect(page.getByText("5 of 10 are done")).toBeVisible();
      await expectNoViolations(page);
      await page.getByRole("button", { name: "Go on" }).click();
    }
    await expect(page.getByText(`${at} of ${count}`, { exact: true })).toBeVisible();
    const question = (await page.locator("#question").textContent()) ?? "";
    const asked = /please choose “(\d), (Not at all|Completely)” here/.exec(question);
    if (asked) {
      await expect(page.getByRole("heading", { name: "A check that you are reading" })).toBeVisible();
      await expectNoViolations(page);
    }
    await rate(page, at, count, asked ? Number(asked[1]) : 4);
  }
  await readCode(page);
  const trials = await site.ctx.db.trial.findMany({
    where: { participant: { studyId }, check: { not: null } },
    include: { answer: true },
  });
  expect(trials).toHaveLength(4);
  for (const { expected, answer } of trials) expect(answer?.value).toBe(expected ?? 4);
});
