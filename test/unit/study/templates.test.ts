import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkResponse } from "#lib/study/check-response.ts";
import { describeTask } from "#lib/study/describe-task.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { MOST_PANELS } from "#lib/study/response-details.ts";
import { measureOf, responseOf } from "#lib/study/response-of.ts";
import { drawRater } from "#lib/study/simulated-rater.ts";
import type { GivenResponse, ScoredPanel, StudyTemplate } from "#lib/study/template.ts";
import { requireTemplate, TEMPLATES } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** Of everything a participant reads of a template, and of what it is answered with: another word is another version. */
const LOCKS: Readonly<Record<string, readonly string[]>> = {
  "plausibility-rating": ["3a8677f1c1e2e1b3", "718b782291e02859"],
  "why-not-rating": ["74f84b8ec12d0b56", "ae6a4b39c2e77f4b"],
  "pairwise-preference": ["7f0a0ced89874d9e", "c2dd0cddc2544e3b"],
  "side-by-side": ["7f0a0ced89874d9e", "c2dd0cddc2544e3b"],
  ranking: ["5a207b247a19e2d5", "94c130f7e7555235"],
  "best-worst": ["d4f6fa1e3555eaa2", "a01703582a27d714"],
  "hive-agreement": ["5c3ee780e6c4dcc3", "c1120392e1f55e5b"],
  "hive-distinction": ["44d3b5ab4903a1f5", "e72ce97dac408d0a"],
  "accept-reject": ["1abd34a71392233a", "045094e34460d792"],
  "forward-simulation": ["e802530ce553ac55", "a98e391c41f178fc"],
  "region-brush": ["3a967711c11cf523", "17a3410ac372eae2"],
  pointing: ["f764914ca5fb8b30", "d484ba2349e9b587"],
};

/** Points that a study can give its scale; null: as the template has it. */
const SCALES = [null, 5, 7];

function lockOf(template: StudyTemplate): string[] {
  return Object.values(LANGUAGES).map(({ templates }) => {
    const { invitation, answer, ...words } = templates[template.id];
    const spoken = [invitation.title, invitation.task(12), answer.for("x"), answer.against("x")];
    const tasks = SCALES.map((points) => describeTask(responseOf(template, { points }), words.responses));
    return createHash("sha256")
      .update(JSON.stringify([words, spoken, tasks]))
      .digest("hex")
      .slice(0, 16);
  });
}

const OBJECT = { x: 0.4, y: 0.6, radius: 0.15 };

/** One arm's pictures of an image's classes, in their order on the screen. */
const classPanels = (classes: readonly number[]): ScoredPanel[] =>
  classes.map((classAt) => ({ armId: "a", correct: classAt === 0, classAt }));

/** As many pictures as a trial of the template may show, of arms a, b, c ... */
function panelsOf({ shows }: StudyTemplate, count: number): ScoredPanel[] {
  if (shows.kind === "classes") return classPanels(Array.from({ length: shows.count }, (_, at) => at));
  const shown =
    shows.kind === "arms" ? Math.min(count, shows.count) : shows.kind === "beside-reference" ? 2 : 1;
  const named = shows.kind === "after-training" ? { named: { at: count - 1, of: MOST_PANELS } } : {};
  return Array.from({ length: shown }, (_, at) => ({ armId: "abcdef"[at], correct: at % 2 === 0, ...named }));
}

const score = (id: string, value: number, detail: unknown, panels: readonly ScoredPanel[]) =>
  Object.fromEntries(
    requireTemplate(id)
      .score({ value, detail }, panels)
      .map(({ armId, value: one }) => [armId, one]),
  );

const panels = (count: number, correct: boolean | null = true): ScoredPanel[] =>
  Array.from({ length: count }, (_, at) => ({ armId: "abcdef"[at], correct }));

describe.each(TEMPLATES.map((template) => ({ id: template.id, template })))("$id", ({ id, template }) => {
  test("its wording is locked in every language", () => {
    expect(lockOf(template)).toEqual(LOCKS[id]);
  });

  test("every language has a word for each answer that can be given by a button", () => {
    const { response } = template;
    const count =
      response.kind === "scale"
        ? response.named === "all"
          ? response.values.length
          : 2
        : response.kind === "choice"
          ? response.options.length
          : 0;
    for (const { templates } of Object.values(LANGUAGES)) {
      expect(new Set(templates[id].responses).size).toBe(count);
    }
  });

  test("simulated raters answer what can be answered, the same for the same seed, and scores stay in range", () => {
    const { low, high } = template.measure;
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 2, max: MOST_PANELS }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (seed, count, shares) => {
          const shown = panelsOf(template, count);
          const simulated = shown.map((panel, at) => ({ ...panel, share: shares[at], object: OBJECT }));
          const answer = (): GivenResponse =>
            template.simulate(
              drawRater(createRandom(seed)),
              simulated,
              createRandom(seed).fork("trial"),
              template.response,
            );
          const given = answer();
          expect(answer()).toEqual(given);
          const rules = {
            response: template.response,
            detail: template.detail,
            panels: shown.length,
            classes: template.response.kind === "class" ? (shown.length > 1 ? shown.length : MOST_PANELS) : 0,
          };
          expect(checkResponse(rules, given)).toBeNull();
          for (const { armId, value } of template.score(given, shown)) {
            expect(shown.map((panel) => panel.armId)).toContain(armId);
            expect(value).toBeGreaterThanOrEqual(low);
            expect(value).toBeLessThanOrEqual(high);
          }
        },
      ),
    );
  });

  test("is explained: a source, a sentence, and each of its columns once", () => {
    expect(template.cites.every((source) => /\(\d{4}\)/.test(source))).toBe(true);
    expect(template.cites.length).toBeGreaterThan(0);
    expect(template.about.endsWith(".")).toBe(true);
    const names = template.columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(template.columns.every(({ meaning }) => meaning.endsWith("."))).toBe(true);
  });
});

test("ids are those of different templates", () => {
  expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
});

describe("what answers score", () => {
  test("a rating scores itself", () => {
    expect(score("plausibility-rating", 4, null, panels(1))).toEqual({ a: 4 });
    expect(score("why-not-rating", 2, null, panels(1))).toEqual({ a: 2 });
  });

  test("the preferred one of two scores 1; both and neither are ties", () => {
    for (const id of ["pairwise-preference", "side-by-side"])
      expect([0, 1, 2, 3].map((value) => score(id, value, null, panels(2)))).toEqual([
        { a: 1, b: 0 },
        { a: 0, b: 1 },
        { a: 0.5, b: 0.5 },
        { a: 0.5, b: 0.5 },
      ]);
  });

  test("a rank scores the share of the others that it outranks", () => {
    expect(score("ranking", 2, { order: [2, 0, 1] }, panels(3))).toEqual({ c: 1, a: 0.5, b: 0 });
    expect(score("ranking", 1, { order: [1, 0] }, panels(2))).toEqual({ a: 0, b: 1 });
  });

  test("best and worst score 1 and -1", () => {
    expect(score("best-worst", 3, { worst: 1 }, panels(4))).toEqual({ a: 0, b: -1, c: 0, d: 1 });
  });

  test("a class scores whether it is the one that the computer answered, wherever its picture stands", () => {
    const shown = classPanels([2, 3, 0, 1]);
    expect([0, 1, 2, 3].map((value) => score("hive-distinction", value, null, shown))).toEqual(
      [0, 0, 1, 0].map((told) => ({ a: told })),
    );
  });

  test("a judgement scores whether it is right, and nothing where nobody knows", () => {
    for (const right of [true, false]) {
      expect([1, 2, 3, 4].map((value) => score("hive-agreement", value, null, panels(1, right)).a)).toEqual(
        [0, 0, 1, 1].map((held) => (held === Number(right) ? 1 : 0)),
      );
      expect(score("accept-reject", 0, null, panels(1, right))).toEqual({ a: Number(right) });
      expect(score("accept-reject", 1, null, panels(1, right))).toEqual({ a: Number(!right) });
    }
    expect(score("hive-agreement", 4, null, panels(1, null))).toEqual({});
    expect(score("accept-reject", 0, null, panels(1, null))).toEqual({});
  });
});

describe("a prediction", () => {
  const { measure, response, score: scored, simulate } = requireTemplate("forward-simulation");
  const named = { at: 1, of: 4 };
  const taught = (share: number) => ({ armId: "a", correct: false, named, share, object: OBJECT });

  test("scores 1 for the computer's answer, even where that is wrong or nobody knows, and else 0", () => {
    for (const correct of [true, false, null])
      expect(
        [0, 1, 2, 3].map((value) => scored({ value, detail: null }, [{ armId: "a", correct, named }])),
      ).toEqual([0, 1, 0, 0].map((value) => [{ armId: "a", value }]));
  });

  test("is right by chance in one of as many as there are classes", () => {
    const design = { points: null, classes: ["ant", "bee", "cow", "doe"] };
    expect(measureOf({ measure, response }, design)).toMatchObject({ low: 0, high: 1, chance: 0.25 });
  });

  test("by simulated raters is right more often the more the maps of training lie on the object", () => {
    const random = createRandom("taught");
    const right = (share: number) => {
      const given = Array.from({ length: 2000 }, () =>
        simulate(drawRater(random), [taught(share)], random, response),
      );
      return given.filter(({ value }) => value === named.at).length / given.length;
    };
    const [none, half, whole] = [0, 0.5, 1].map(right);
    // s + (1 - s) / 4 for s of 0.3, 0.55, 0.8.
    expect(none).toBeCloseTo(0.475, 1);
    expect(half).toBeCloseTo(0.6625, 1);
    expect(whole).toBeCloseTo(0.85, 1);
  });
});

describe("a scale of as many points as the study was given", () => {
  const rating = requireTemplate("plausibility-rating");

  test("goes from 1 to that point; a scale of which each point has a name stays as it is", () => {
    expect(responseOf(rating, { points: 7 })).toMatchObject({ values: [1, 2, 3, 4, 5, 6, 7] });
    expect(responseOf(rating, { points: null })).toEqual(rating.response);
    const named = requireTemplate("hive-agreement");
    expect(responseOf(named, { points: 7 })).toEqual(named.response);
  });

  test("is rated over all of it by simulated raters", () => {
    const random = createRandom("seven");
    const response = responseOf(rating, { points: 7 });
    const given = Array.from({ length: 800 }, (_, k) =>
      rating.simulate(
        drawRater(random),
        [{ armId: "a", correct: true, share: (k % 20) / 19, object: OBJECT }],
        random,
        response,
      ),
    );
    expect(new Set(given.map(({ value }) => value))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
  });
});
