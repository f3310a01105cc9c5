import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { build } from "#scripts/build.mjs";
import { drawHighlights } from "#test/support/draw-highlights.ts";
import { openTask, type TaskOptions } from "#test/support/task-page.ts";
import { readCode } from "./participant-steps.ts";

/** Each kind of task alone, in the participant's page as it is built: what templates share, whatever the study. */

test.beforeAll(() => build());

const choice = { kind: "choice", options: ["a", "b", "tie", "neither"] } as const;

interface Kind {
  readonly name: string;
  readonly options: Omit<TaskOptions, "pictures">;
  /** Pictures a trial; one unless given. */
  readonly panels?: number;
  /** Answers by keys alone, from where the focus is when the trial begins. */
  readonly keys: readonly string[];
  readonly byKeys: object;
  readonly touch: (page: Page) => Promise<void>;
  readonly byTouch: object;
}

const tapButton = (name: string | RegExp) => (page: Page) =>
  page.getByRole("button", { name, exact: true }).tap();
const tapAll =
  (...names: string[]) =>
  async (page: Page) => {
    for (const name of names) await tapButton(name)(page);
  };

/** A finger's way over the picture, in shares of it. */
async function drag(page: Page, ...places: readonly [number, number][]): Promise<void> {
  const box = (await page.getByRole("application").boundingBox())!;
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(places[0]));
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(...at(place));
  await page.mouse.up();
}

const KINDS: readonly Kind[] = [
  {
    name: "a scale of seven points",
    options: {
      template: "why-not-rating",
      response: { kind: "scale", values: [1, 2, 3, 4, 5, 6, 7], named: "ends" },
      answer: "not koala",
    },
    keys: ["9", "6"],
    byKeys: { value: 6 },
    touch: tapButton("7, Completely"),
    byTouch: { value: 7 },
  },
  {
    name: "a scale of which every point has a name",
    options: { template: "hive-agreement", response: { kind: "scale", values: [1, 2, 3, 4], named: "all" } },
    keys: ["3"],
    byKeys: { value: 3 },
    touch: tapButton("1, Wrong, fairly sure"),
    byTouch: { value: 1 },
  },
  {
    name: "a pair",
    options: { template: "pairwise-preference", response: choice },
    panels: 2,
    keys: ["b"],
    byKeys: { value: 1 },
    touch: tapButton("Neither of them"),
    byTouch: { value: 3 },
  },
  {
    name: "a decision",
    options: {
      template: "accept-reject",
      response: { kind: "choice", options: ["accept", "reject"] },
    },
    keys: ["b", "2"],
    byKeys: { value: 1 },
    touch: tapButton("Accept"),
    byTouch: { value: 0 },
  },
  {
    name: "a class of a plain picture",
    options: {
      template: "forward-simulation",
      response: { kind: "class" },
      answer: "",
      classes: ["fox", "koala", "penguin"],
    },
    keys: ["4", "3"],
    byKeys: { value: 2 },
    touch: tapButton("koala"),
    byTouch: { value: 1 },
  },
  {
    name: "a class of ten",
    options: {
      template: "forward-simulation",
      response: { kind: "class" },
      answer: "",
      classes: ["cat", "dog", "fox", "frog", "koala", "lion", "panda", "penguin", "pig", "rabbit"],
    },
    keys: ["0"],
    byKeys: { value: 9 },
    touch: tapButton("koala"),
    byTouch: { value: 4 },
  },
  {
    name: "a class of several maps",
    options: {
      template: "hive-distinction",
      response: { kind: "class" },
      answer: "",
      classes: ["fox", "koala", "penguin", "cat face"],
    },
    panels: 4,
    keys: ["D"],
    byKeys: { value: 3 },
    touch: tapButton("fox"),
    byTouch: { value: 0 },
  },
  {
    name: "a ranking",
    options: { template: "ranking", response: { kind: "ranking" } },
    panels: 4,
    keys: ["Enter", "a", "c", "Backspace", "b", "d", "Enter"],
    byKeys: { value: 0, detail: { order: [0, 1, 3, 2] } },
    touch: tapAll("Picture D", "Picture B", "Undo", "Picture A", "Picture C", "Done"),
    byTouch: { value: 3, detail: { order: [3, 0, 2, 1] } },
  },
  {
    name: "best and worst",
    options: { template: "best-worst", response: { kind: "best-worst" } },
    panels: 4,
    keys: ["b", "Enter", "a", "d", "Enter"],
    byKeys: { value: 1, detail: { worst: 3 } },
    touch: tapAll("Picture A", "Picture C", "Picture A, best", "Picture B", "Done"),
    byTouch: { value: 1, detail: { worst: 2 } },
  },
  {
    name: "a point",
    options: { template: "pointing", response: { kind: "point" } },
    keys: ["ArrowLeft", "ArrowLeft", "Shift+ArrowDown", "Enter"],
    byKeys: { value: 0, detail: { x: 0.48, y: 0.6 } },
    touch: async (page) => {
      const box = (await page.getByRole("application").boundingBox())!;
      await page.touchscreen.tap(box.x + box.width / 4, box.y + box.height / 2);
      await page.getByRole("button", { name: "Done" }).tap();
    },
    byTouch: { value: 0, detail: { x: expect.closeTo(0.25, 2), y: expect.closeTo(0.5, 2) } },
  },
  {
    name: "strokes",
    options: { template: "region-brush", response: { kind: "strokes" } },
    keys: ["Enter", "ArrowUp", " ", "Shift+ArrowRight", " ", "Enter"],
    byKeys: {
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
    touch: async (page) => {
      await page.getByRole("button", { name: "Large brush" }).tap();
      await drag(page, [0.2, 0.2], [0.6, 0.2]);
      await drag(page, [0.8, 0.8], [1.2, 0.8]);
      await page.getByRole("button", { name: "Undo" }).tap();
      await page.getByRole("button", { name: "Done" }).tap();
    },
    byTouch: {
      value: 1,
      detail: {
        strokes: [
          {
            radius: 0.05,
            points: [
              [expect.closeTo(0.2, 2), expect.closeTo(0.2, 2)],
              [expect.closeTo(0.6, 2), expect.closeTo(0.2, 2)],
            ],
          },
        ],
      },
    },
  },
];

const open = async (page: Page, { options, panels = 1 }: Pick<Kind, "options" | "panels">) =>
  openTask(page, { ...options, pictures: await drawHighlights(panels) });

/** Waits until a tap or a key is taken for an answer to this trial. */
async function look(page: Page, place: string): Promise<void> {
  await expect(page.getByRole("region", { name: `Picture ${place}` })).toBeFocused();
  const answer = page.getByRole("application").or(page.getByRole("group").getByRole("button"));
  const panels = page.getByRole("button", { name: /^Picture/ });
  await expect(answer.or(panels).first()).toBeEnabled();
}

for (const { name, keys, byKeys, ...kind } of KINDS)
  test(`${name} is answered by the keyboard alone`, async ({ page }) => {
    const { answers } = await open(page, kind);
    for (const place of ["1 of 2", "2 of 2"]) {
      await look(page, place);
      for (const key of keys) await page.keyboard.press(key);
    }
    expect(await readCode(page)).toBe("4711");
    expect(answers).toMatchObject([byKeys, byKeys]);
    expect(answers.every(({ responseTimeMs }) => responseTimeMs >= 250)).toBe(true);
  });

function openPhone(browser: Browser, colorScheme: "light" | "dark") {
  return browser.newContext({
    viewport: { width: 360, height: 640 },
    isMobile: true,
    hasTouch: true,
    colorScheme,
    reducedMotion: "reduce",
  });
}

for (const [at, { name, touch, byTouch, ...kind }] of KINDS.entries())
  test(`${name} is answered by touch on a phone of 360 px, without an axe violation`, async ({ browser }) => {
    const device = await openPhone(browser, at % 2 ? "dark" : "light");
    const phone = await device.newPage();
    const { answers } = await open(phone, kind);
    for (const place of ["1 of 2", "2 of 2"]) {
      await look(phone, place);
      const { violations } = await new AxeBuilder({ page: phone }).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      for (const button of await phone.getByRole("button").all()) {
        const box = (await button.boundingBox())!;
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(40);
        expect(box.y + box.height).toBeLessThanOrEqual(640);
      }
      await touch(phone);
    }
    expect(await readCode(phone)).toBe("4711");
    expect(answers).toMatchObject([byTouch, byTouch]);
    await device.close();
  });

test("what is chosen but not sent is there again after a reload", async ({ page }) => {
  const { answers } = await open(page, KINDS.find(({ name }) => name === "a ranking")!);
  await look(page, "1 of 2");
  await page.keyboard.press("c");
  await page.keyboard.press("a");
  await page.reload();
  await look(page, "1 of 2");
  await expect(page.getByRole("button", { name: "Picture A, place 2" })).toBeVisible();
  await page.keyboard.press("b");
  await page.keyboard.press("Enter");
  await look(page, "2 of 2");
  await expect(page.getByRole("button", { name: /place/ })).toHaveCount(0);
  expect(answers).toMatchObject([{ value: 2, detail: { order: [2, 0, 1, 3] } }]);
});

test("no picture shows before all are there, and a tap counts only after that", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const late = { stimulus: "0-1", until: held };
  const { answers } = await open(page, {
    options: { template: "pairwise-preference", response: choice, late },
    panels: 2,
  });
  await expect(page.getByText("Waiting for the picture.")).toBeVisible();
  expect(await page.locator("img").count()).toBe(0);
  await page.getByRole("button", { name: "A", exact: true }).click({ force: true });
  await page.keyboard.press("1");
  release();
  await expect(page.locator("img")).toHaveCount(2);
  await expect(page.getByRole("button", { name: "A", exact: true })).toBeEnabled();
  expect(answers).toEqual([]);
  await page.keyboard.press("2");
  await look(page, "2 of 2");
  expect(answers).toMatchObject([{ value: 1 }]);
});

test("an answer in two quick taps is one answer, and it is told how practice went", async ({ page }) => {
  const { answers } = await open(page, {
    options: {
      template: "accept-reject",
      response: { kind: "choice", options: ["accept", "reject"] },
      feedback: { low: 1, high: 1, because: "The computer’s answer is wrong." },
    },
  });
  await look(page, "Practice 1 of 1");
  await page.getByRole("button", { name: "Accept" }).dblclick();
  await page.keyboard.press("2");
  await expect(page.getByText("Rather “Reject”. The computer’s answer is wrong.")).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await look(page, "1 of 1");
  expect(answers).toMatchObject([{ value: 0 }]);
});
