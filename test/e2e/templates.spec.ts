import { type Browser, expect, type Page, test } from "@playwright/test";
import type { GivenResponse, StudyTemplate } from "#lib/study/template.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { type ParticipantSite, startParticipantSite } from "#test/support/participant-site.ts";
import { readCode } from "./participant-steps.ts";

/** Every template from consent to the completion code, by keyboard and by touch, against what the database then holds. */

let site: ParticipantSite;
test.beforeAll(async () => {
  site = await startParticipantSite(4780);
});
test.afterAll(() => site.close());

interface Way {
  readonly press: readonly string[];
  readonly tap: (page: Page) => Promise<void>;
  readonly pressed: GivenResponse;
  readonly tapped: GivenResponse;
}

const tapButtons =
  (...names: (string | RegExp)[]) =>
  async (page: Page) => {
    for (const name of names) await page.getByRole("button", { name, exact: true }).tap();
  };
const near = (value: number) => expect.closeTo(value, 1);

/** How one answers each kind of task, and what is then to be stored. */
const WAYS: Readonly<Record<StudyTemplate["response"]["kind"], Way>> = {
  scale: {
    press: ["3"],
    pressed: { value: 3, detail: null },
    tap: tapButtons(/^4/),
    tapped: { value: 4, detail: null },
  },
  choice: {
    press: ["2"],
    pressed: { value: 1, detail: null },
    tap: tapButtons(/^(A|Accept)$/),
    tapped: { value: 0, detail: null },
  },
  class: {
    press: ["2"],
    pressed: { value: 1, detail: null },
    tap: (page) => page.getByRole("group").getByRole("button").first().tap(),
    tapped: { value: 0, detail: null },
  },
  ranking: {
    press: ["b", "a", "Enter"],
    pressed: { value: 1, detail: { order: [1, 0, 2] } },
    tap: tapButtons("Picture C", "Picture A", "Done"),
    tapped: { value: 2, detail: { order: [2, 0, 1] } },
  },
  "best-worst": {
    press: ["c", "a", "Enter"],
    pressed: { value: 2, detail: { worst: 0 } },
    tap: tapButtons("Picture A", "Picture B", "Done"),
    tapped: { value: 0, detail: { worst: 1 } },
  },
  point: {
    press: ["ArrowLeft", "Shift+ArrowUp", "Enter"],
    pressed: { value: 0, detail: { x: 0.5, y: 0.4 } },
    tap: async (page) => {
      const box = (await page.getByRole("application").boundingBox())!;
      await page.touchscreen.tap(box.x + box.width * 0.7, box.y + box.height * 0.2);
      await tapButtons("Done")(page);
    },
    tapped: { value: 0, detail: { x: near(0.7), y: near(0.2) } },
  },
  strokes: {
    press: [" ", "Shift+ArrowRight", " ", "Enter"],
    pressed: {
      value: 1,
      detail: {
        strokes: [
          {
            radius: 0.03,
            points: [
              [0.5, 0.5],
              [0.6, 0.5],
            ],
          },
        ],
      },
    },
    tap: async (page) => {
      const box = (await page.getByRole("application").boundingBox())!;
      await page.touchscreen.tap(box.x + box.width * 0.3, box.y + box.height * 0.6);
      await tapButtons("Done")(page);
    },
    tapped: { value: 1, detail: { strokes: [{ radius: 0.03, points: [[near(0.3), near(0.6)]] }] } },
  },
};

async function openStudy({ id }: StudyTemplate) {
  const { key, studyId } = await createOpenStudy(site.ctx, { templateId: id, trialsPerRater: 2 });
  return { link: `${site.url}/s/${key}`, studyId };
}

/** What is stored of the rated trials, in their order. */
async function stored(studyId: string): Promise<GivenResponse[]> {
  const trials = await site.ctx.db.trial.findMany({
    where: { practice: false, participant: { studyId } },
    orderBy: { position: "asc" },
    include: { answer: true },
  });
  return trials.flatMap(({ answer }) => (answer ? [{ value: answer.value, detail: answer.detail }] : []));
}

/** Waits until the trial takes an answer. */
async function look(page: Page, place: string): Promise<void> {
  await expect(page.getByRole("region", { name: `Picture ${place}`, exact: true })).toBeFocused();
  const answer = page.getByRole("application").or(page.getByRole("group").getByRole("button"));
  await expect(answer.or(page.getByRole("button", { name: /^Picture/ })).first()).toBeEnabled();
}

/** From the instruction to the code: `answer` is given in each trial, `next` after what practice tells. */
async function takePart(
  page: Page,
  { teaches, shows }: StudyTemplate,
  answer: (page: Page) => Promise<void>,
  next: (page: Page) => Promise<void>,
): Promise<string> {
  // Where practice teaches, the first of its three pictures is the instruction's; half of the eleven images are for training.
  const training = shows.kind === "after-training";
  const practice = training ? 5 : teaches ? 2 : 3;
  for (let at = 1; at <= practice; at++) {
    await look(page, `Practice ${at} of ${practice}`);
    await answer(page);
    // Practice also says which class the computer answered.
    if (teaches || training || shows.kind === "classes") await next(page);
  }
  for (const at of ["1 of 2", "2 of 2"]) {
    await look(page, at);
    await answer(page);
  }
  return readCode(page);
}

for (const template of TEMPLATES) {
  const way = WAYS[template.response.kind];

  test(`${template.title} by the keyboard alone: the answers stored are those given`, async ({ page }) => {
    const { link, studyId } = await openStudy(template);
    await page.goto(link);
    await expect(page.getByRole("button", { name: "I agree" })).toBeEnabled();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "What to do" })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const code = await takePart(
      page,
      template,
      async () => {
        for (const key of way.press) await page.keyboard.press(key);
      },
      async () => {
        await expect(page.getByRole("button", { name: "Next" })).toBeFocused();
        await page.keyboard.press("Enter");
      },
    );
    expect(await stored(studyId)).toEqual([way.pressed, way.pressed]);
    expect(await site.ctx.db.participant.findMany({ where: { studyId } })).toMatchObject([
      { state: "completed", completionCode: code },
    ]);
  });

  test(`${template.title} by touch on a phone: the answers stored are those given`, async ({ browser }) => {
    const { link, studyId } = await openStudy(template);
    const phone = await openPhone(browser);
    await phone.goto(link);
    await phone.getByRole("button", { name: "I agree" }).tap();
    await phone.getByRole("button", { name: "Try it" }).tap();
    await takePart(phone, template, way.tap, tapButtons("Next"));
    expect(await stored(studyId)).toEqual([way.tapped, way.tapped]);
    await phone.context().close();
  });
}

async function openPhone(browser: Browser): Promise<Page> {
  const device = await browser.newContext({
    viewport: { width: 360, height: 640 },
    isMobile: true,
    hasTouch: true,
  });
  return device.newPage();
}
