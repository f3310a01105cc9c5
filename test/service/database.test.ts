import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  first = await createTestDatabase();
  second = await createTestDatabase();
});
afterAll(() => Promise.all([first.close(), second.close()]));

test("each test has a database of its own", async () => {
  const ctx = await first.ctx("researcher");
  expect(await first.db.membership.findMany()).toMatchObject([
    { role: "researcher", workspaceId: ctx.workspaceId },
  ]);
  expect(await second.db.membership.count()).toBe(0);
});

test("two people of one workspace share it, another workspace has another id", async () => {
  const [a, b, c] = [
    await first.ctx("owner"),
    await first.ctx("viewer"),
    await first.ctx("owner", "elsewhere"),
  ];
  expect(a.workspaceId).toBe(b.workspaceId);
  expect(c.workspaceId).not.toBe(a.workspaceId);
});
