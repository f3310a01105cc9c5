import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { countRegionStates } from "#lib/services/reviews/count-region-states.ts";
import { listReviewQueue, nextInQueue } from "#lib/services/reviews/list-review-queue.ts";
import { listReviews } from "#lib/services/reviews/list-reviews.ts";
import { reviewRegions } from "#lib/services/reviews/review-regions.ts";
import { submitRegions } from "#lib/services/reviews/submit-regions.ts";
import { outcome } from "#test/support/asking.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let curator: Ctx;
let reviewer: Ctx;
let datasetId: string;
/** The first has a box, the second nothing. */
let [drawn, bare] = ["", ""];
let workspace = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const png = (seed: number) =>
  encodePng({ data: new Uint8Array(8 * 8 * 3).fill(seed * 40), width: 8, height: 8 });

beforeEach(async () => {
  const lab = `reviews-${++workspace}`;
  curator = await database.ctx("curator", lab);
  reviewer = await database.ctx("reviewer", lab);
  const lines = [
    { file: "a.png", class: "fox", regions: [{ kind: "box", x: 1, y: 1, width: 3, height: 3 }] },
    { file: "b.png", class: "fox" },
  ];
  const files: [string, Uint8Array][] = [
    ["images.jsonl", new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join("\n"))],
    ["a.png", await png(1)],
    ["b.png", await png(2)],
  ];
  const report = await importFolder(curator, { name: "Animals", source: memorySource(new Map(files)) });
  datasetId = report.datasetId!;
  const images = await curator.db.image.findMany({ where: { datasetId }, orderBy: { id: "asc" } });
  [drawn, bare] = images.map(({ id }) => id);
});

const stateOf = async (id: string) =>
  (await curator.db.image.findUniqueOrThrow({ where: { id } })).regionState;

describe("reviewing regions", () => {
  it("goes from drawn to submitted, sent back with a reason, submitted again and accepted", async () => {
    expect(await stateOf(drawn)).toBe("drawn");
    await submitRegions(curator, { imageId: drawn, revision: 0 });
    await reviewRegions(reviewer, {
      imageId: drawn,
      revision: 0,
      decision: "returned",
      comment: "Too wide.",
    });
    expect(await stateOf(drawn)).toBe("returned");
    await submitRegions(curator, { imageId: drawn, revision: 0, comment: "Better now." });
    await reviewRegions(reviewer, { imageId: drawn, revision: 0, decision: "accepted" });
    expect(await stateOf(drawn)).toBe("accepted");

    const said = await listReviews(curator, drawn);
    expect(said.map(({ decision, comment }) => [decision, comment])).toEqual([
      ["accepted", ""],
      ["submitted", "Better now."],
      ["returned", "Too wide."],
      ["submitted", ""],
    ]);
    expect(said[0].actor).not.toMatch(/^user:/);
  });

  it("takes nothing to mark for an answer, once it is said", async () => {
    expect(await stateOf(bare)).toBe("none");
    await expect(
      reviewRegions(reviewer, { imageId: bare, revision: 0, decision: "accepted" }),
    ).rejects.toMatchObject({ code: "conflict" });
    await submitRegions(curator, { imageId: bare, revision: 0 });
    await reviewRegions(reviewer, { imageId: bare, revision: 0, decision: "accepted" });
    expect(await stateOf(bare)).toBe("accepted");
  });

  it("refuses a decision on regions that have changed since", async () => {
    await submitRegions(curator, { imageId: drawn, revision: 0 });
    await curator.db.image.update({ where: { id: drawn }, data: { regionRevision: 1 } });
    await expect(
      reviewRegions(reviewer, { imageId: drawn, revision: 0, decision: "accepted" }),
    ).rejects.toMatchObject({ code: "conflict", details: { revision: 1 } });
    expect(await stateOf(drawn)).toBe("submitted");
  });

  it("lets one of two reviewers who decide at once win, and tells the other", async () => {
    await submitRegions(curator, { imageId: drawn, revision: 0 });
    const outcomes = await Promise.allSettled([
      reviewRegions(reviewer, { imageId: drawn, revision: 0, decision: "accepted" }),
      reviewRegions(curator, { imageId: drawn, revision: 0, decision: "returned", comment: "No." }),
    ]);
    const decided = (await listReviews(curator, drawn)).length - 1;
    // Accepting first leaves something to send back; sending back first leaves nothing to accept.
    expect(decided).toBe(outcomes.filter(({ status }) => status === "fulfilled").length);
    expect(await stateOf(drawn)).toBe("returned");
  });

  it("writes the same decision down once, however often it is sent", async () => {
    await Promise.all(
      Array.from({ length: 5 }, () => submitRegions(curator, { imageId: drawn, revision: 0 })),
    );
    expect(await listReviews(curator, drawn)).toHaveLength(1);
  });

  it("drops nobody's words: the same decision by someone else, or in other words, is told that it came late", async () => {
    await submitRegions(curator, { imageId: drawn, revision: 0, comment: "First." });
    const another = await database.ctx("owner", `reviews-${workspace}`);
    for (const late of [
      () => submitRegions(another, { imageId: drawn, revision: 0 }),
      () => submitRegions(curator, { imageId: drawn, revision: 0, comment: "Second." }),
    ]) {
      await expect(late()).rejects.toMatchObject({ code: "conflict", details: { state: "submitted" } });
    }
    expect((await listReviews(curator, drawn)).map(({ comment }) => comment)).toEqual(["First."]);
  });

  it("says when the reviewer had drawn it", async () => {
    const actor = curator.actor.kind === "user" ? `user:${curator.actor.userId}` : "";
    await curator.db.region.updateMany({ where: { imageId: drawn }, data: { createdBy: actor } });
    await reviewRegions(curator, { imageId: drawn, revision: 0, decision: "accepted" });
    expect((await listReviews(curator, drawn))[0].ownWork).toBe(true);
  });

  it("asks for a reason, and for the right role and workspace", async () => {
    const returned = { imageId: drawn, revision: 0, decision: "returned" };
    await expect(reviewRegions(reviewer, returned)).rejects.toThrow("what has to be mended");
    await expect(submitRegions(reviewer, { imageId: drawn, revision: 0 })).rejects.toMatchObject({
      code: "forbidden",
    });
    const annotator = await database.ctx("annotator", `reviews-${workspace}`);
    await expect(
      reviewRegions(annotator, { imageId: drawn, revision: 0, decision: "accepted" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await database.ctx("owner", "elsewhere");
    const asked = await Promise.all([
      outcome(reviewRegions(stranger, { imageId: drawn, revision: 0, decision: "accepted" })),
      outcome(submitRegions(stranger, { imageId: drawn, revision: 0 })),
      outcome(listReviews(stranger, drawn)),
    ]);
    expect(asked).toEqual(["not_found", "not_found", "not_found"]);
    const theirs = { datasetId, state: "drawn" as const };
    expect((await listReviewQueue(stranger, theirs)).rows).toEqual([]);
    expect(await nextInQueue(stranger, { ...theirs, imageId: bare })).toBeNull();
    expect((await countRegionStates(stranger, datasetId)).drawn).toBe(0);
  });

  it("lists and counts what is in each state, and knows what comes next", async () => {
    expect(await countRegionStates(curator, datasetId)).toMatchObject({ drawn: 1, none: 1, submitted: 0 });
    await submitRegions(curator, { imageId: drawn, revision: 0 });
    await submitRegions(curator, { imageId: bare, revision: 0, comment: "There is nothing." });
    const { rows } = await listReviewQueue(reviewer, { datasetId, state: "submitted" });
    expect(rows.map(({ id, comment }) => [id, comment])).toEqual([
      [drawn, null],
      [bare, "There is nothing."],
    ]);
    const place = { datasetId, state: "submitted" as const };
    expect(await nextInQueue(reviewer, { ...place, imageId: drawn })).toBe(bare);
    expect(await nextInQueue(reviewer, { ...place, imageId: bare })).toBe(drawn);
  });
});
