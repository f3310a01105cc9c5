import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { closeStudy } from "#lib/services/studies/study-field.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { type ParticipantSite, startParticipantSite } from "#test/support/participant-site.ts";
import { consent, look, practise, rate, readCode } from "./participant-steps.ts";

let site: ParticipantSite;
test.beforeAll(async () => {
  site = await startParticipantSite(4720);
});
test.afterAll(() => site.close());

async function newStudy(options: Parameters<typeof createOpenStudy>[1] = {}) {
  const study = await createOpenStudy(site.ctx, options);
  return { ...study, link: `${site.url}/s/${study.key}` };
}

/** The rated answers as stored, in the order of the trials; one entry a row, so a double would show. */
async function storedAnswers(studyId: string): Promise<(number | null)[]> {
  const trials = await site.ctx.db.trial.findMany({
    where: { practice: false, participant: { studyId } },
    orderBy: { position: "asc" },
    include: { answer: true },
  });
  return trials.map((trial) => trial.answer?.value ?? null);
}

const countStored = async (studyId: string) =>
  (await storedAnswers(studyId)).filter((v) => v !== null).length;

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
}

test("a rater who refreshes, goes offline for three trials, leaves and returns loses and doubles nothing", async ({
  page,
  context,
}) => {
  const { link, studyId } = await newStudy();
  await consent(page, link);
  await practise(page);
  const given = [5, 1, 4, 2, 3, 5, 1, 2];
  await rate(page, 1, 8, given[0]);
  await rate(page, 2, 8, given[1]);

  await look(page, "3 of 8");
  await page.reload();
  await look(page, "3 of 8");

  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  for (const at of [3, 4, 5]) await rate(page, at, 8, given[at - 1]);
  await expect(page.getByText("Saved on this device, will send.")).toBeVisible();
  expect(await countStored(studyId)).toBe(2);
  await context.setOffline(false);
  await expect.poll(() => countStored(studyId)).toBe(5);
  await expect(page.getByText("Saved on this device")).toBeHidden();

  await page.goto("about:blank");
  await page.goBack();
  await rate(page, 6, 8, given[5]);
  await page.close();
  const again = await context.newPage();
  await again.goto(link);
  await rate(again, 7, 8, given[6]);
  await rate(again, 8, 8, given[7]);

  const code = await readCode(again);
  expect(await storedAnswers(studyId)).toEqual(given);
  const raters = await site.ctx.db.participant.findMany({ where: { studyId } });
  expect(raters).toMatchObject([{ state: "completed", completionCode: code, answerCount: 8 }]);
  const answers = await site.ctx.db.answer.findMany({
    where: { trial: { practice: false, participant: { studyId } } },
  });
  expect(answers.every((a) => a.responseTimeMs >= 250 && a.responseTimeMs < 30_000)).toBe(true);
});

test("answers given offline survive a closed tab", async ({ page, context }) => {
  const { link, studyId } = await newStudy({ images: 7 });
  await consent(page, link);
  await practise(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await rate(page, 1, 4, 5);
  await rate(page, 2, 4, 4);
  await page.close();
  expect(await countStored(studyId)).toBe(0);
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(link);
  await expect.poll(() => countStored(studyId)).toBe(2);
  await look(again, "3 of 4");
  expect((await storedAnswers(studyId)).slice(0, 2)).toEqual([5, 4]);
});

test("in two tabs the first answer to a picture stands, and each is stored once", async ({
  page,
  context,
}) => {
  const { link, studyId } = await newStudy({ images: 7 });
  await consent(page, link);
  await practise(page);
  const second = await context.newPage();
  await second.goto(link);
  await look(second, "1 of 4");
  await rate(page, 1, 4, 5);
  await rate(second, 1, 4, 1);
  await rate(second, 2, 4, 2);
  await rate(page, 2, 4, 4);
  await Promise.all([rate(page, 3, 4, 3), rate(second, 3, 4, 3)]);
  await rate(page, 4, 4, 1);
  await readCode(page);
  expect(await storedAnswers(studyId)).toEqual([5, 2, 3, 1]);
  await second.reload();
  expect(await readCode(second)).toBe(await readCode(page));
});

test("on another device one's own link goes on where one was", async ({ page, browser }) => {
  const { link, studyId } = await newStudy({ images: 7 });
  await consent(page, link);
  await practise(page);
  await rate(page, 1, 4, 2);
  await look(page, "2 of 4");
  await page.getByRole("button", { name: "Stop" }).click();
  const own = await page.getByRole("link", { name: "your own link" }).getAttribute("href");
  const elsewhere = await browser.newPage();
  await elsewhere.goto(site.url + own);
  await rate(elsewhere, 2, 4, 3);
  expect(new URL(elsewhere.url()).hash).toBe("");
  await expect.poll(() => countStored(studyId)).toBe(2);
  expect(await site.ctx.db.participant.count({ where: { studyId } })).toBe(1);
  // The first device answers the same picture, later and differently.
  await page.getByRole("button", { name: "Go on" }).click();
  await rate(page, 2, 4, 5);
  await rate(page, 3, 4, 5);
  await expect.poll(() => storedAnswers(studyId)).toEqual([2, 3, 5, null]);
  await elsewhere.close();
});

test("the keyboard alone is enough, and focus is where one reads", async ({ page }) => {
  const { link, studyId } = await newStudy({ images: 7 });
  await page.goto(link);
  await expect(page.getByRole("button", { name: "I agree" })).toBeEnabled();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "I agree" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What to do" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  for (const place of ["Practice 1 of 2", "Practice 2 of 2"]) {
    await look(page, place);
    await page.keyboard.press("2");
    await expect(page.getByRole("button", { name: "Next" })).toBeFocused();
    await page.keyboard.press("Enter");
  }
  for (const [at, key] of ["4", "5", "1", "2"].entries()) {
    await look(page, `${at + 1} of 4`);
    await expect(page.getByRole("region", { name: `Picture ${at + 1} of 4` })).toBeFocused();
    await page.keyboard.press("9");
    await page.keyboard.press(key);
  }
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeFocused();
  expect(await storedAnswers(studyId)).toEqual([4, 5, 1, 2]);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`on a phone of 360 px everything fits, is large enough to touch and has no axe violation (${colorScheme})`, async ({
    browser,
  }) => {
    const { link, studyId } = await newStudy({ images: 5, contact: "Ada, ada@example.org" });
    const device = await browser.newContext({
      viewport: { width: 360, height: 640 },
      isMobile: true,
      hasTouch: true,
      colorScheme,
      reducedMotion: "reduce",
    });
    const phone = await device.newPage();
    const width = () => phone.evaluate(() => document.documentElement.scrollWidth);
    await phone.goto(link);
    await expect(phone.getByText("Ada, ada@example.org")).toBeVisible();
    await expectNoViolations(phone);
    await phone.getByRole("button", { name: "I agree" }).tap();
    await expect(phone.getByRole("img")).toHaveCount(2);
    expect(await width()).toBe(360);
    await expectNoViolations(phone);
    await phone.getByRole("button", { name: "Try it" }).tap();
    for (const place of ["Practice 1 of 2", "Practice 2 of 2"]) {
      await look(phone, place);
      await phone.getByRole("button", { name: "3", exact: true }).tap();
      await expectNoViolations(phone);
      await phone.getByRole("button", { name: "Next" }).tap();
    }
    await look(phone, "1 of 2");
    await expectNoViolations(phone);
    for (const value of [1, 2, 3, 4, 5]) {
      const box = await phone.getByRole("button", { name: new RegExp(`^${value}`) }).boundingBox();
      expect(box!.width).toBeGreaterThanOrEqual(44);
      expect(box!.height).toBeGreaterThanOrEqual(44);
      expect(box!.y + box!.height).toBeLessThanOrEqual(640);
    }
    expect(await width()).toBe(360);
    await phone.getByRole("button", { name: /^4/ }).tap();
    await look(phone, "2 of 2");
    await phone.getByRole("button", { name: "Stop" }).tap();
    await expectNoViolations(phone);
    await phone.getByRole("button", { name: "Go on" }).tap();
    await look(phone, "2 of 2");
    await phone.getByRole("button", { name: /^2/ }).tap();
    await readCode(phone);
    await expectNoViolations(phone);
    expect(await storedAnswers(studyId)).toEqual([4, 2]);
    await device.close();
  });

test("a study in Chinese has no word of English but its classes, to the end and when it is closed", async ({
  page,
}) => {
  const { link, studyId } = await newStudy({ language: "zh-Hans", trialsPerRater: 2 });
  await page.setViewportSize({ width: 360, height: 740 });
  const expectChinese = async () => {
    const read = await page.evaluate(() => {
      const said = document.body.cloneNode(true) as HTMLElement;
      for (const other of said.querySelectorAll("script, noscript, strong, output")) other.remove();
      const labels = [...said.querySelectorAll("[aria-label], [alt]")].flatMap((element) => [
        element.getAttribute("aria-label"),
        element.getAttribute("alt"),
      ]);
      return [document.title, said.textContent, ...labels].join(" ");
    });
    // Practice quotes the answer.
    expect(read.replaceAll(/“[^”]*”/g, "")).not.toMatch(/[A-Za-z]/);
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    await expectNoViolations(page);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
  };
  await page.goto(link);
  await expectChinese();
  await page.getByRole("button", { name: "我同意并开始" }).click();
  await expect(page.getByRole("heading", { name: "您需要做什么" })).toBeVisible();
  await expectChinese();
  await page.getByRole("button", { name: "先试一试" }).click();
  for (const at of [1, 2]) {
    await look(page, `练习：第 ${at} 张，共 2 张`);
    await page.keyboard.press("3");
    await expectChinese();
    await page.getByRole("button", { name: "下一张" }).click();
  }
  await look(page, "第 1 张，共 2 张");
  await page.getByRole("button", { name: "停止" }).click();
  await page.getByRole("button", { name: "退出研究" }).click();
  await expectChinese();
  await page.getByRole("button", { name: "继续" }).click();
  for (const at of [1, 2]) {
    await look(page, `第 ${at} 张，共 2 张`);
    await expectChinese();
    await page.keyboard.press("4");
    await expect(page.getByText(`第 ${at} 张，共 2 张`, { exact: true })).toBeHidden();
  }
  await expect(page.getByRole("heading", { name: "谢谢您" })).toBeVisible();
  await expectChinese();
  expect(await storedAnswers(studyId)).toEqual([4, 4]);

  await closeStudy(site.ctx, { studyId });
  await page.evaluate(() =>
    indexedDB.databases().then((all) => all.map(({ name }) => indexedDB.deleteDatabase(name!))),
  );
  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByRole("heading", { name: "本研究已结束" })).toBeVisible();
});

test("withdrawing asks once more, then deletes every answer", async ({ page }) => {
  const { link, studyId } = await newStudy({ images: 5 });
  await consent(page, link);
  await practise(page);
  await rate(page, 1, 2, 5);
  await look(page, "2 of 2");
  await expect.poll(() => countStored(studyId)).toBe(1);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Withdraw from the study" }).click();
  await page.getByRole("button", { name: "Delete my answers" }).click();
  await expect(page.getByRole("heading", { name: "You have withdrawn" })).toBeVisible();
  expect(await site.ctx.db.answer.count({ where: { trial: { participant: { studyId } } } })).toBe(0);
  await page.reload();
  await expect(page.getByRole("heading", { name: "You have withdrawn" })).toBeVisible();
});

test("a closed link says so with 410, an unknown one with 404; whoever is in may finish", async ({
  page,
  browser,
}) => {
  const { link, studyId } = await newStudy({ images: 5 });
  await consent(page, link);
  await practise(page);
  await closeStudy(site.ctx, { studyId });
  const stranger = await browser.newContext();
  const late = await stranger.newPage();
  expect((await late.goto(link))?.status()).toBe(410);
  await expect(late.getByRole("heading", { name: "This study is closed" })).toBeVisible();
  await expectNoViolations(late);
  expect((await late.goto(`${site.url}/s/never-was-one`))?.status()).toBe(404);
  await expect(late.getByRole("heading", { name: "No study here" })).toBeVisible();
  await expectNoViolations(late);
  await stranger.close();
  await page.reload();
  await rate(page, 1, 2, 4);
  await rate(page, 2, 2, 5);
  await readCode(page);
  expect(await storedAnswers(studyId)).toEqual([4, 5]);
});

test("the database goes away for 20 s: the rater goes on, is told calmly, and nothing is lost", async ({
  page,
}) => {
  const { link, studyId } = await newStudy({ images: 7 });
  await consent(page, link);
  await practise(page);
  await page.waitForLoadState("networkidle");
  const restore = site.cutDatabase();
  const back = Date.now() + 20_000;
  try {
    for (const [at, value] of [5, 4, 3, 2].entries()) await rate(page, at + 1, 4, value);
    await expect(page.getByRole("heading", { name: "One moment" })).toBeVisible();
    await expect(page.getByText(/Your answers are safe on this device/)).toBeVisible({ timeout: 19_000 });
    await page.waitForTimeout(back - Date.now());
    expect(await countStored(studyId)).toBe(0);
  } finally {
    restore();
  }
  await readCode(page);
  expect(await storedAnswers(studyId)).toEqual([5, 4, 3, 2]);
});
