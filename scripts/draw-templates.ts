// Pictures for docs/templates.md: `node scripts/build-participant.mjs && npx tsx scripts/draw-templates.ts [id ...]`. A trial of
// every template in the participant's page as it is built, of a test picture of the demo with the maps of its methods.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import sharp from "sharp";
import { findPictures } from "#cli/explain/find-pictures.ts";
import { asInput } from "#cli/explain/measure-model.ts";
import { explainers } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { drawStimulus, fitImage } from "#lib/services/studies/draw-stimuli.ts";
import { STUDY_ENCODING } from "#lib/study/design.ts";
import { panelLetter } from "#lib/study/panel-letter.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { openTask } from "#test/support/task-page.ts";
import { findChromium } from "./chromium.mjs";

const OUT = path.join(import.meta.dirname, "..", "docs", "screenshots");
const SIZES = {
  desktop: { viewport: { width: 1180, height: 760 }, isMobile: false },
  phone: { viewport: { width: 390, height: 760 }, isMobile: true },
};
/** For a class, then against one: method, model and the class the map is of. */
const FOR = ["grad-cam", "scouter+", "control-gaussian", "rise"];
const AGAINST = { explainer: "scouter-", model: "scouter-minus", target: "koala" };
const TRUE_CLASS = "penguin";
/** Of the demo, where one is chosen. */
const CLASSES = [
  "cat face",
  "dog face",
  "fox",
  "frog",
  "koala",
  "lion",
  "panda",
  "penguin",
  "pig face",
  "rabbit face",
];

const [picture] = (await findPictures(["demo/scenes/data"])).filter(({ name }) =>
  name.startsWith(`test/${TRUE_CLASS}`),
);
const image = await picture.read();
const fitted = fitImage(image, STUDY_ENCODING);
const draw = (map: SaliencyMap | null) => drawStimulus(fitted, map, STUDY_ENCODING);

async function explain(id: string, file: string, target: string): Promise<Uint8Array> {
  const explainer = explainers.get(id)!;
  const model = await openModel(await readFile(`demo/models/${file}.safetensors`));
  const [map] = await runExplainer({
    explainer,
    model,
    images: asInput(model, [image]),
    targets: [model.classNames.indexOf(target)],
    options: {},
    random: createRandom(1),
  });
  await model.dispose();
  return draw(map);
}

const maps: Uint8Array[] = [];
for (const id of FOR) maps.push(await explain(id, id === "scouter+" ? "scouter-plus" : "fc", TRUE_CLASS));
const against = await explain(AGAINST.explainer, AGAINST.model, AGAINST.target);
const plain = await draw(null);
/** Of one method, for the computer's answer and for three other classes, in places as a study might draw them. */
const classes: Uint8Array[] = [];
for (const target of ["lion", TRUE_CLASS, "panda", "koala"])
  classes.push(await explain("scouter+", "scouter-plus", target));

async function picturesOf({ shows, only }: StudyTemplate): Promise<Uint8Array[]> {
  if (shows.kind === "plain" || shows.kind === "after-training") return [plain];
  if (shows.kind === "classes") return classes;
  if (shows.kind === "one-arm") return [only === "against" ? against : maps[1]];
  return maps.slice(0, shows.kind === "arms" ? shows.count : 2);
}

/** Half-way through an answer of several steps, so that one sees how it is given. */
async function begin(page: Page, { response: { kind } }: StudyTemplate): Promise<void> {
  const keys = {
    ranking: ["b", "a"],
    "best-worst": ["b", "c"],
    point: ["ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp", "Shift+ArrowLeft", "Shift+ArrowLeft"],
  } as Record<string, string[]>;
  for (const key of keys[kind] ?? []) await page.keyboard.press(key);
  if (kind !== "strokes") return;
  const box = (await page.getByRole("application").boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.28, 0.24));
  await page.mouse.down();
  await page.mouse.move(...at(0.31, 0.36), { steps: 6 });
  await page.mouse.move(...at(0.33, 0.45), { steps: 6 });
  await page.mouse.up();
}

/** What a trial says of the computer's answer, and which classes can be chosen. */
function toldBy({ shows, only }: StudyTemplate, panels: number) {
  if (shows.kind === "after-training") return { answer: "", classes: CLASSES };
  if (shows.kind === "classes")
    return { answer: "", classes: Array.from({ length: panels }, (_, panel) => panelLetter(panel)) };
  return { answer: only === "against" ? `not ${AGAINST.target}` : TRUE_CLASS };
}

async function take(page: Page, template: StudyTemplate, name: string): Promise<void> {
  const { id, response } = template;
  const pictures = await picturesOf(template);
  await openTask(page, {
    template: id,
    response,
    ...toldBy(template, pictures.length),
    pictures,
    trials: 12,
  });
  const first = page.getByRole("application").or(page.getByRole("group").getByRole("button"));
  const answerable = first.or(page.getByRole("button", { name: /^Picture/ })).first();
  await answerable.and(page.locator(":not([aria-disabled=true])")).waitFor();
  await begin(page, template);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const webp = await sharp(await page.screenshot())
    .webp({ quality: 80, effort: 6 })
    .toBuffer();
  await writeFile(path.join(OUT, `template-${id}-${name}.webp`), webp);
  console.log(`template-${id}-${name}.webp  ${Math.round(webp.byteLength / 1000)} kB`);
}

const wanted = process.argv.slice(2);
await mkdir(OUT, { recursive: true });
const browser = await chromium.launch({ executablePath: await findChromium(), args: ["--no-sandbox"] });
try {
  for (const [size, device] of Object.entries(SIZES))
    for (const colorScheme of ["light", "dark"] as const)
      for (const template of TEMPLATES) {
        if (wanted.length > 0 && !wanted.includes(template.id)) continue;
        const context = await browser.newContext({ ...device, hasTouch: device.isMobile, colorScheme });
        await take(await context.newPage(), template, `${size}-${colorScheme}`);
        await context.close();
      }
} finally {
  await browser.close();
}
