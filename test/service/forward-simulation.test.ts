import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeFolder } from "#cli/write-files.ts";
import type { Ctx } from "#lib/services/context.ts";
import { readPage } from "#lib/services/participation/read-page.ts";
import { readStimulus } from "#lib/services/participation/read-stimulus.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { exportPack } from "#lib/services/reports/packs/export-pack.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { listContrasts } from "#lib/services/studies/list-contrasts.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { joinAnew } from "#test/support/rating-crowd.ts";
import { createTemplateStudy } from "#test/support/template-study.ts";

let database: TestDatabase;
let ctx: Ctx;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
});
afterAll(() => database.close());

const CLASSES = ["koala", "otter", "zebra"];
const newKey = () => randomBytes(32).toString("base64url");
const SPOKEN = /(methods-.*\.md|comparisons\.tex|report\.html|references\.bib|analysis\.(ipynb|R))$/;

/** What a report pack says in words, by the name of its file. */
async function packed(studyId: string): Promise<Map<string, string>> {
  const folder = path.join(database.home, studyId);
  await exportPack(ctx, { studyId, raters: "simulated" }, {}, (files) => writeFolder(folder, files));
  const names = (await readdir(folder)).filter((name) => SPOKEN.test(name));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  return new Map(names.map((name, at) => [name, texts[at]]));
}

const join = (key: string) => joinAnew(ctx, key);
const open = (wish: Record<string, unknown> = {}) => createTemplateStudy(ctx, "forward-simulation", wish);

async function stimuliOf(studyId: string) {
  const rows = await ctx.db.stimulus.findMany({
    where: { studyId },
    include: { arm: true, item: { include: { image: { include: { class: true } } } } },
  });
  return new Map(rows.map((row) => [row.id, { ...row, wording: StimulusWording.parse(row.wording) }]));
}

describe("raters of one arm each", () => {
  test("learn from its maps, all from the same images, then are tested on others without a map", async () => {
    const { studyId, key, armIds } = await open({ images: 14, practice: 5, trialsPerRater: 6 });
    const stimuli = await stimuliOf(studyId);
    const sessions = [];
    for (let rater = 0; rater < 8; rater++) sessions.push(await join(key));
    const seen = sessions.map(({ trials }) => trials.map((trial) => stimuli.get(trial.stimuli[0])!));
    const arms = seen.map((rows) => new Set(rows.map(({ armId }) => armId)));
    expect(arms.every((own) => own.size === 1)).toBe(true);
    // Three arms of the run and one without maps, each twice.
    const sizes = new Map<string, number>();
    for (const [armId] of arms.map((own) => [...own])) sizes.set(armId, (sizes.get(armId) ?? 0) + 1);
    expect([...sizes.values()]).toEqual([2, 2, 2, 2]);
    expect([...stimuli.values()].filter(({ arm }) => arm.plain).length).toBeGreaterThan(0);
    expect(sizes.size).toBe(armIds.length + 1);
    for (const [rater, rows] of seen.entries()) {
      const { trials } = sessions[rater];
      expect(trials.map(({ practice }) => practice)).toEqual([
        ...Array(5).fill(true),
        ...Array(6).fill(false),
      ]);
      expect(rows.slice(0, 5).map(({ itemId }) => itemId)).toEqual(
        seen[0].slice(0, 5).map(({ itemId }) => itemId),
      );
      expect(new Set(rows.map(({ itemId }) => itemId)).size).toBe(11);
    }
    // Of a block of four the test is the same.
    const test = (rater: number) => seen[rater].slice(5).map(({ itemId }) => itemId);
    for (const rater of [1, 2, 3]) expect(test(rater)).toEqual(test(0));
    expect(test(4)).not.toEqual(test(0));
    // One picture an image in the test, whatever the arm; in training one an arm.
    const picturesOf = (practice: boolean) => {
      const items = new Map<string, Set<string>>();
      for (const { item, itemId, sha256 } of stimuli.values())
        if (item.practice === practice) items.set(itemId, (items.get(itemId) ?? new Set()).add(sha256));
      return [...items.values()].map(({ size }) => size);
    };
    expect(new Set(picturesOf(false))).toEqual(new Set([1]));
    expect(new Set(picturesOf(true))).toEqual(new Set([4]));
  });

  test("are told the computer's answer in training alone, and after they have answered", async () => {
    const { studyId, key } = await open({ images: 14, practice: 5, trialsPerRater: 6 });
    const stimuli = await stimuliOf(studyId);
    const { trials, examples } = await join(key);
    expect(examples).toEqual([]);
    for (const trial of trials) {
      expect(trial.answer).toBe("");
      expect(trial.classes).toEqual(CLASSES);
      const { answer } = stimuli.get(trial.stimuli[0])!.wording;
      if (trial.practice) {
        const at = CLASSES.indexOf(answer);
        expect(trial.feedback).toEqual({ low: at, high: at, because: `The computer answered “${answer}”.` });
      } else expect(trial.feedback).toBeNull();
    }
    const test = trials.filter(({ practice }) => !practice);
    expect(JSON.stringify(test)).not.toMatch(/named|mapId|answered/);
  });

  test("cannot have a picture of another arm's training", async () => {
    const { studyId, key } = await open();
    const { token, trials } = await join(key);
    const own = new Set(trials.flatMap(({ stimuli }) => stimuli));
    const other = await ctx.db.stimulus.findFirstOrThrow({
      where: { studyId, item: { practice: true }, id: { notIn: [...own] } },
    });
    await expect(readStimulus(ctx, { key, token, id: other.id })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await readStimulus(ctx, { key, token, id: [...own][0] })).byteLength).toBeGreaterThan(0);
  });

  test("are promised all the pictures that they will see", async () => {
    const { key } = await open({ images: 14, practice: 5, trialsPerRater: 6 });
    const { consent } = await readPage(ctx, key);
    expect(consent.paragraphs[0]).toContain("11 pictures");
  });
});

describe("a prediction", () => {
  test("counts as right where it is the computer's answer, wrong answers included; the export names it", async () => {
    const { studyId, key } = await open({ images: 15, practice: 3, trialsPerRater: 12 });
    const stimuli = await stimuliOf(studyId);
    const session = await join(key);
    const expected: string[] = [];
    let erred = 0;
    for (const trial of session.trials) {
      const { wording, item } = stimuli.get(trial.stimuli[0])!;
      if (!trial.practice && wording.answer !== item.image.class?.name) erred++;
      const value = trial.practice ? 0 : CLASSES.indexOf(wording.answer);
      if (!trial.practice) expected.push(wording.answer);
      await saveAnswer(ctx, {
        key,
        token: session.token,
        trialId: trial.id,
        idempotencyKey: newKey(),
        value,
        responseTimeMs: 900,
        answeredAt: "2026-11-28T12:00:00.000Z",
      });
    }
    expect(erred).toBeGreaterThan(0);
    await computeReports(ctx, studyId);
    const { arms, flow } = (await getReports(ctx, studyId)).people!.results;
    expect(flow).toBeDefined();
    // Whoever has not finished is left out; everybody is beside.
    const all = (await getReports(ctx, studyId)).people!.results.withoutExclusions?.arms ?? arms;
    const rated = all.filter(({ ratings }) => ratings > 0);
    expect(rated).toHaveLength(1);
    expect(rated[0].ratings).toBe(12);
    let csv = "";
    for await (const chunk of (await exportAnswers(ctx, { studyId, raters: "people" })).chunks) csv += chunk;
    const [head, ...lines] = csv
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    const column = (name: string) => lines.map((line) => line[head.indexOf(name)]);
    expect(column("chosen_class")).toEqual(expected);
    expect(column("target_class")).toEqual(expected);
    expect(new Set(column("map"))).toEqual(new Set([""]));
  });

  test("of a class that was not offered is refused", async () => {
    const { key } = await open();
    const { token, trials } = await join(key);
    const answer = { key, token, trialId: trials[0].id, idempotencyKey: newKey(), responseTimeMs: 900 };
    const send = (value: number) =>
      saveAnswer(ctx, { ...answer, value, answeredAt: "2026-11-28T12:00:00.000Z" });
    for (const value of [3, -1]) await expect(send(value)).rejects.toMatchObject({ code: "invalid" });
    expect(await send(2)).toEqual({ value: 2, detail: null });
  });
});

test("a rehearsed study is compared between raters, against those who learned without maps", async () => {
  const { studyId } = await open({ images: 15, practice: 3, trialsPerRater: 10 });
  await runSimulatedRaters(ctx, studyId, {
    batch: "crowd",
    count: 24,
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  await computeReports(ctx, studyId);
  const report = (await getReports(ctx, studyId)).simulated!.results;
  expect(report.betweenRaters).toBe(true);
  expect(report.measure).toMatchObject({ name: "share of answers predicted", chance: 1 / 3 });
  // Rules may leave some out; arms are as large as each other before.
  const everybody = report.withoutExclusions?.arms ?? report.arms;
  expect(everybody.map(({ raters }) => raters)).toEqual([6, 6, 6, 6]);
  expect(report.correlations).toEqual([]);
  expect(report.reliability).toEqual([]);
  // SCOUTER+ lies on the object in this run; the last arm is the control.
  const [onObject, , , control] = report.arms;
  expect(control.explainerId).toBe("control-plain");
  expect(control.metrics).toEqual([]);
  expect(onObject.metrics).toHaveLength(1);
  const pair = report.comparisons!.find(({ a, b }) => a === onObject.armId && b === control.armId)!;
  if ("undefined" in pair.difference || "undefined" in pair.test) throw new Error("The pair is tested.");
  expect(pair.difference.n).toBe(onObject.raters + control.raters);
  expect(pair.difference.value).toBeGreaterThan(0);
  const utility = report.utility!.find(({ armId }) => armId === onObject.armId)!;
  expect("value" in utility.ratio && utility.ratio.value > 1).toBe(true);
  expect(report.utility).toHaveLength(3);
  const pack = await packed(studyId);
  expect(pack.get("SIMULATED-methods-en.md")).toMatch(/compared between raters.*\[@mann1947\]/s);
  expect(pack.get("SIMULATED-methods-en.md")).toMatch(/3 classes \(koala; otter; zebra\)/);
  expect(pack.get("SIMULATED-methods-zh-hans.md")).toMatch(/在评分者之间进行比较/);
  expect(pack.get("SIMULATED-table-comparisons.tex")).toMatch(/between raters[\s\S]*Cliff/);
  expect(pack.get("SIMULATED-report.html")).toMatch(/What are the maps worth\?/);
  expect(pack.get("SIMULATED-references.bib")).toMatch(/@misc\{colin2022/);
  for (const text of pack.values()) expect(text).not.toMatch(/signed-rank|within raters|rank-biserial/);
  const contrasts = await listContrasts(ctx, studyId);
  expect(contrasts.map(({ label }) => label)).toContain("SCOUTER+ less No map");
}, 120_000);

describe("is refused", () => {
  const create = async (wish: Record<string, unknown>, predicted = true) => {
    const { runId, armIds } = await createFinishedRun(ctx, 9, { predicted });
    return createStudy(ctx, {
      runId,
      name: "Forward",
      templateId: "forward-simulation",
      armIds: [0, 2].map((at) => armIds[at]),
      ...wish,
    });
  };

  test("of maps that are not of the class the computer predicts", async () => {
    await expect(create({}, false)).rejects.toThrow(/leave out SCOUTER\+, Grad-CAM/);
    await expect(create({ armIds: undefined }, false)).rejects.toThrow(
      /choose a run that explains the class it predicts/,
    );
  });

  test("without training, with too much of it, or with nothing left to be tested on", async () => {
    await expect(create({ practice: 0 })).rejects.toMatchObject({
      code: "invalid",
      details: { field: "practice" },
    });
    await expect(create({ practice: 9 })).rejects.toThrow(/This study is empty/);
    const study = await create({ templateId: "accept-reject" });
    expect(StudyDesign.parse(study.design).classes).toBeUndefined();
    await expect(create({ templateId: "accept-reject", practice: 9 })).rejects.toThrow(/0 to 8 pictures/);
  });

  test("where the run is still going on: its answers decide what is learned", async () => {
    const { runId, armIds } = await createFinishedRun(ctx, 9, { predicted: true });
    await ctx.db.run.update({ where: { id: runId }, data: { state: "running" } });
    const wish = { runId, name: "Forward", templateId: "forward-simulation", armIds: [armIds[0]] };
    await expect(createStudy(ctx, wish)).rejects.toMatchObject({ code: "conflict" });
  });
});
