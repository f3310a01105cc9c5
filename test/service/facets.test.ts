import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { countFacets } from "#lib/services/datasets/count-facets.ts";
import { NO_CLASS } from "#lib/services/datasets/filter-query.ts";
import type { FacetId } from "#lib/services/datasets/filter-sql.ts";
import { CONFIDENCES, ImageFilter, REGION_STATES } from "#lib/services/datasets/image-filter.ts";
import { listImages } from "#lib/services/datasets/list-images.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type BareImages, bareImages } from "#test/support/bare-images.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const IMAGES = 300;
/** The models name the classes in orders of their own; the second knows one that the data set has not. */
const NAMES = [
  ["ant", "fox"],
  ["newt", "fox", "ant"],
];
const IDS: FacetId[] = [
  "class",
  "split",
  "regions",
  "tag",
  "duplicates",
  "answer",
  "confidence",
  "agreement",
];
const random = createRandom("facets");
const oneOf = <T>(values: readonly T[]): T => values[random.integer(values.length)];

interface Answer {
  name: string;
  probability: number;
}

/** What is true of an image, in the words of the filter. */
interface Known {
  fileName: string;
  tags: string[];
  facets: Record<Exclude<FacetId, "tag">, string | null>;
}

let database: TestDatabase;
let ctx: Ctx;
let set: BareImages;
let models: string[];
let known: Known[];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("curator");
  set = await bareImages(ctx, IMAGES);
  models = await Promise.all(NAMES.map(addModel));
  known = [];
  for (const [at, id] of set.ids.entries()) known.push(await makeUp(at, id));
});
afterAll(() => database.close());

async function addModel(classNames: string[], at: number): Promise<string> {
  const id = newId();
  await ctx.db.model.create({
    data: {
      id,
      workspaceId: ctx.workspaceId,
      name: `Model ${at}`,
      kind: "fc",
      backbone: "resnet18",
      inputSize: 64,
      parameterCount: 1,
      config: {},
      classNames,
      weightsSha256: "0".repeat(64),
    },
  });
  return id;
}

/** Gives an image a value of everything it can be found by. */
async function makeUp(at: number, imageId: string): Promise<Known> {
  const place = random.integer(3);
  const className = ["ant", "fox"][place];
  const split = oneOf(["train", "val", "test"]);
  const regions = oneOf(REGION_STATES);
  const tags = ["blurred", "dark", "odd"].filter(() => random.uniform() < 0.3);
  const near = random.uniform() < 0.2;
  await ctx.db.image.update({
    where: { id: imageId },
    data: {
      classId: set.classIds[place] ?? null,
      split,
      tags,
      regionState: regions,
      duplicateGroup: near ? oneOf(set.ids) : null,
    },
  });
  const [first, second] = [await answer(imageId, 0), await answer(imageId, 1)];
  return {
    fileName: `folder/${String(at).padStart(5, "0")}.png`,
    tags,
    facets: {
      class: set.classIds[place] ?? NO_CLASS,
      split,
      regions,
      duplicates: near ? "near" : null,
      answer: first && className ? (first.name === className ? "right" : "wrong") : null,
      confidence: first && confidenceOf(first.probability),
      agreement: first && second ? (first.name === second.name ? "same" : "different") : null,
    },
  };
}

/** Four of five images have been answered. */
async function answer(imageId: string, model: number): Promise<Answer | null> {
  if (random.uniform() < 0.2) return null;
  const predictedIndex = random.integer(NAMES[model].length);
  const probability = oneOf([0.2, 0.5, 0.7, 0.8, 0.94, 0.95, 1]);
  await ctx.db.prediction.create({
    data: {
      modelId: models[model],
      imageId,
      predictedIndex,
      probability,
      logits: new Uint8Array(4 * NAMES[model].length),
    },
  });
  return { name: NAMES[model][predictedIndex], probability };
}

const confidenceOf = (p: number) => CONFIDENCES[[0.5, 0.8, 0.95].filter((bound) => p >= bound).length];

function fits(image: Known, filter: ImageFilter, leaveOut?: string): boolean {
  if (filter.name && !image.fileName.includes(filter.name)) return false;
  return IDS.every((id) => {
    const chosen: readonly string[] = filter[id];
    if (chosen.length === 0 || id === leaveOut) return true;
    if (id === "tag") return chosen.every((tag) => image.tags.includes(tag));
    return chosen.includes(image.facets[id] ?? "");
  });
}

/** What each choice would leave, by looking at every image. Tags stand under their own choice as well. */
function countByHand(filter: ImageFilter): Record<string, Record<string, number>> {
  return Object.fromEntries(
    IDS.map((id) => {
      const counts: Record<string, number> = {};
      for (const image of known.filter((one) => fits(one, filter, id === "tag" ? undefined : id))) {
        const values = id === "tag" ? image.tags : [image.facets[id]].filter((value) => value !== null);
        for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
      }
      return [id, counts];
    }),
  );
}

const some = (values: readonly string[], share: number) => values.filter(() => random.uniform() < share);

function anyFilter(): ImageFilter {
  const share = oneOf([0, 0.2, 0.5]);
  const answers = random.uniform() < 0.5;
  return ImageFilter.parse({
    class: some([...set.classIds, NO_CLASS], share),
    split: some(["train", "val", "test"], share),
    regions: some(REGION_STATES, share),
    tag: some(["blurred", "dark"], share / 2),
    duplicates: some(["near"], share),
    ...(random.uniform() < 0.2 ? { name: "00" } : {}),
    ...(answers
      ? {
          model: models[0],
          other: models[1],
          answer: some(["right", "wrong"], share),
          confidence: some(CONFIDENCES, share),
          agreement: some(["same", "different"], share),
        }
      : {}),
  });
}

it("every count is what looking at each image gives, under any filter", async () => {
  for (let round = 0; round < 120; round++) {
    const filter = anyFilter();
    const byHand = countByHand(filter);
    const { total, facets } = await countFacets(ctx, { datasetId: set.datasetId, filter });
    const said = JSON.stringify(filter);
    expect(total, said).toBe(known.filter((image) => fits(image, filter)).length);
    for (const { id, values, capped } of facets) {
      expect(capped).toBe(false);
      expect(
        Object.fromEntries(values.map(({ value, count }) => [value, count])),
        `${id} under ${said}`,
      ).toEqual(byHand[id]);
    }
    expect(facets.map(({ id }) => id)).toEqual(filter.model ? IDS : IDS.slice(0, 5));
  }
});

it("images that look like another are found, with what else is chosen", async () => {
  const filter = { duplicates: "near", split: "test" } as const;
  const { rows } = await listImages(ctx, { datasetId: set.datasetId, filter });
  expect(rows.map(({ fileName }) => fileName)).toEqual(
    known.filter((image) => fits(image, ImageFilter.parse(filter))).map(({ fileName }) => fileName),
  );
  expect(rows.length).toBeGreaterThan(0);
});
