import { afterAll, beforeAll, expect, it } from "vitest";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;

beforeAll(async () => {
  site = await startTestSite(4_690);
}, 300_000);
afterAll(() => site?.close());

it("gives the answers with the place where the study's log ended", async () => {
  const ctx = await site.database.ctx("owner");
  const { studyId, key } = await createOpenStudy(ctx, { images: 5 });
  await answerAll(ctx, key, await joinAnew(ctx, key));
  const researcher = await site.signedIn("researcher");
  const response = await researcher(`/api/v1/studies/${studyId}/answers.csv`, {});
  expect(response.status).toBe(200);
  expect((await response.text()).split("\r\n")[1]).toMatch(/^P1,/);
  const { kind, sequence, hash } = await ctx.db.studyEvent.findFirstOrThrow({
    where: { studyId },
    orderBy: { sequence: "desc" },
  });
  expect(kind).toBe("exported");
  expect(response.headers.get("study-log-anchor")).toBe(`${sequence}:${hash}`);
});
