import { expect, type Page, test } from "@playwright/test";
import type { Ctx } from "#lib/services/context.ts";
import { expectAccessible } from "#test/support/expect-accessible.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";
import { practise, rate, readCode } from "./participant-steps.ts";

let site: TestSite;
let ctx: Ctx;
test.beforeAll(async () => {
  site = await startTestSite(4_990);
  ctx = await site.database.ctx("owner");
});
test.afterAll(() => site.close());

const codes = { complete: "DONE1234", overQuota: "LATE1234" };
const prolific = { platform: "prolific" as const, codes, reward: null, signed: false };
const mturk = { platform: "mturk" as const, codes, reward: null };
const TRIALS = 3;

/** A stand-in for a platform's pages; returns what was asked of them. */
async function standIn(page: Page, host: string): Promise<string[]> {
  const asked: string[] = [];
  await page.route(`https://${host}/**`, (route) => {
    const request = route.request();
    asked.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`.trim());
    return route.fulfill({ contentType: "text/html", body: "<h1>The platform</h1>" });
  });
  return asked;
}

async function takePart(page: Page): Promise<void> {
  await page.getByRole("button", { name: "I agree" }).click();
  await practise(page);
  for (let at = 1; at <= TRIALS; at++) await rate(page, at, TRIALS, 4);
}

test("from Prolific and back: one place on two devices, the code, the button, and the same thanks on the way back", async ({
  page,
  browser,
}) => {
  const { key, studyId } = await createOpenStudy(ctx, {
    quota: 1,
    trialsPerRater: TRIALS,
    recruitment: prolific,
  });
  const arrival = (id: string, session: string) =>
    `${site.url}/s/${key}?PROLIFIC_PID=${id}&STUDY_ID=s1&SESSION_ID=${session}`;
  const asked = await standIn(page, "app.prolific.com");

  await page.goto(arrival("ann", "one"));
  await expect(page.getByText("Your id on Prolific is not kept")).toBeVisible();
  await page.getByRole("button", { name: "I agree" }).click();
  await practise(page);
  await rate(page, 1, TRIALS, 5);
  expect(page.url()).toBe(`${site.url}/s/${key}`);
  await page.reload();
  await expect(page.getByText(`2 of ${TRIALS}`, { exact: true })).toBeVisible();

  const phone = await browser.newPage();
  await phone.goto(arrival("ann", "two"));
  await phone.getByRole("button", { name: "I agree" }).click();
  await rate(phone, 2, TRIALS, 5);
  await rate(phone, 3, TRIALS, 5);
  expect(await readCode(phone)).toBe("DONE1234");
  await phone.close();

  await page.reload();
  expect(await readCode(page)).toBe("DONE1234");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Return to Prolific" }).click();
  await expect(page.getByRole("heading", { name: "The platform" })).toBeVisible();
  expect(asked).toEqual(["GET https://app.prolific.com/submissions/complete?cc=DONE1234"]);
  await page.goBack();
  expect(await readCode(page)).toBe("DONE1234");

  await page.goto(arrival("bea", "three"));
  await page.getByRole("button", { name: "I agree" }).click();
  await expect(page.getByRole("heading")).toHaveText(["This study is closed"]);
  await expect(page.getByRole("button", { name: "I agree" })).toHaveCount(0);
  await expect(page.locator("output")).toHaveText("LATE1234");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Return to Prolific" }).click();
  await expect.poll(() => asked.at(-1)).toContain("cc=LATE1234");
  expect(await ctx.db.participant.count({ where: { studyId } })).toBe(1);
});

test("an address without the ids says so, in the study's language, and stores nothing", async ({ page }) => {
  for (const [language, title] of [
    ["en", "This link is not complete"],
    ["zh-Hans", "此链接不完整"],
  ] as const) {
    const { key, studyId } = await createOpenStudy(ctx, { language, recruitment: prolific });
    await page.goto(`${site.url}/s/${key}?PROLIFIC_PID=`);
    if (language === "en") await page.getByRole("button", { name: "I agree" }).click();
    else await page.goto(`${site.url}/s/${key}`);
    const said = language === "en" ? "Open the study from the page where you were invited" : title;
    await expect(page.getByText(said)).toBeVisible();
    expect(await ctx.db.participant.count({ where: { studyId } })).toBe(0);
  }
});

test("on Mechanical Turk: a preview to read, then a form sent to the site it came from", async ({ page }) => {
  const { key, studyId } = await createOpenStudy(ctx, { trialsPerRater: TRIALS, recruitment: mturk });
  const link = `${site.url}/s/mturk/${key}`;
  const asked = await standIn(page, "workersandbox.mturk.com");
  const events = await ctx.db.studyEvent.count({ where: { studyId } });
  const reply = await page.goto(`${link}?assignmentId=ASSIGNMENT_ID_NOT_AVAILABLE&hitId=h1`);
  expect(reply?.headers()["content-security-policy"]).toContain("frame-ancestors https://*.mturk.com");
  await expect(page.getByText("without having accepted it")).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  expect(await ctx.db.studyEvent.count({ where: { studyId } })).toBe(events);

  const from = encodeURIComponent("https://workersandbox.mturk.com/");
  await page.goto(`${link}?assignmentId=a1&hitId=h1&workerId=w1&turkSubmitTo=${from}`);
  await takePart(page);
  expect(await readCode(page)).toBe("DONE1234");
  await page.getByRole("button", { name: "Return to Mechanical Turk" }).click();
  await expect(page.getByRole("heading", { name: "The platform" })).toBeVisible();
  expect(asked).toEqual([
    "POST https://workersandbox.mturk.com/mturk/externalSubmit assignmentId=a1&completionCode=DONE1234",
  ]);

  const plain = await site.anonymous(`/s/${key}`);
  expect(plain.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  const other = await createOpenStudy(ctx, { recruitment: prolific });
  expect((await site.anonymous(`/s/mturk/${other.key}`)).status).toBe(404);
});

test("a researcher declares the platform and is told what to set there", async ({ page }) => {
  await createFinishedRun(ctx, 9);
  const researcher = await site.signedIn("researcher");
  await signInTo(site.url, page, researcher.email);
  await page.goto(`${site.url}/studies/new`);
  await page.getByText("Recruitment: where people come from").click();
  await page.getByLabel("Platform", { exact: true }).selectOption("prolific");
  await page.getByLabel("Completion code").fill("x");
  await page.getByLabel("Reward").fill("2.5");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create study" }).click();
  await expect(page.getByText(/4 to 64 letters/).first()).toBeVisible();
  await page.getByLabel("Platform", { exact: true }).selectOption("prolific");
  await page.getByLabel("Completion code").fill("MYCODE77");
  await page.getByLabel("Reward").fill("2.5");
  await page.getByRole("button", { name: "Create study" }).click();
  const section = page.getByRole("region", { name: "Recruitment" });
  await expect(section).toContainText(
    "?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}",
  );
  await expect(section).toContainText("MYCODE77");
  await expect(page.getByRole("region", { name: "Pay and time" })).toContainText("£2.50");
  await expectAccessible(page);
  const { id } = await ctx.db.study.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  const stored = await ctx.db.studyRecruitment.findUniqueOrThrow({ where: { studyId: id } });
  expect(stored.settings).toMatchObject({ platform: "prolific", reward: { amount: 2.5, currency: "GBP" } });
});
