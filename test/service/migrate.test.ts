import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDb } from "#lib/db/client.ts";
import { createDatabase, dropDatabase } from "#lib/db/create-database.ts";
import { diffSchemas, migrate } from "#lib/db/migrate.ts";
import { MIGRATIONS_FOLDER, readSnapshot, SCHEMA_FILE } from "#lib/db/migrations-folder.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let emptyUrl: string;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  url.pathname += "_empty";
  emptyUrl = url.href;
  await createDatabase(emptyUrl);
  folder = path.join(database.home, "migrations");
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
});
afterEach(async () => {
  await dropDatabase(emptyUrl);
  await database.close();
});

interface MigrationRow {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

const rows = (db: TestDatabase["db"]) =>
  db.$queryRaw<MigrationRow[]>`SELECT * FROM "_prisma_migrations" ORDER BY started_at`;

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, "migration.sql"), sql);
}

test("the committed migrations lead exactly to prisma/schema.prisma", async () => {
  const difference = await diffSchemas(await readSnapshot(), await readFile(SCHEMA_FILE, "utf8"));
  expect(difference).toBeUndefined();
});

test("an empty database gets all migrations and the queue's schema; a second time nothing", async () => {
  const applied = await migrate(emptyUrl);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrate(emptyUrl)).toEqual([]);
  const recorded = await rows(database.db);
  expect(recorded.map((row) => row.migration_name)).toEqual(applied);
  for (const row of recorded) {
    expect(row.finished_at).not.toBeNull();
    expect(row.checksum).toMatch(/^[0-9a-f]{64}$/);
  }
});

test("scores from before judges were named are those of each map's own model", async () => {
  const at = "20261127224916_judges";
  const names = (await readdir(folder)).filter((name) => name >= at && /^\d/.test(name));
  for (const name of names) await rm(path.join(folder, name), { recursive: true });
  await migrate(emptyUrl, { folder });
  const db = openDb(emptyUrl, { maxConnections: 1 });
  try {
    // What they belong to is left out.
    await db.$executeRaw`SET session_replication_role = replica`;
    await db.$executeRaw`
      INSERT INTO "Model" ("id", "workspaceId", "name", "kind", "backbone", "inputSize", "parameterCount", "config", "weightsSha256")
      VALUES ('m1', 'w', 'FC', 'fc', 'tiny', 32, 1, '{}', 'x'), ('m2', 'w', 'S+', 'scouter+', 'tiny', 32, 1, '{}', 'x')`;
    for (const n of [1, 2]) {
      await db.$executeRaw`
        INSERT INTO "RunArm" ("id", "runId", "position", "label", "explainerId", "modelId", "options", "targetRule")
        VALUES (${`a${n}`}, 'r', ${n}, '', 'grad-cam', ${`m${n}`}, '{}', 'true')`;
      await db.$executeRaw`
        INSERT INTO "SaliencyMap" ("id", "armId", "imageId", "target", "height", "width", "data", "engine", "elapsedMs")
        VALUES (${`s${n}`}, ${`a${n}`}, 'i', 0, 1, 1, '', '', 0)`;
      await db.$executeRaw`
        INSERT INTO "MetricValue" ("mapId", "metricId", "profile", "value") VALUES (${`s${n}`}, 'area', 'whynot', 0.5)`;
    }
    await db.$executeRaw`SET session_replication_role = origin`;
    expect(await migrate(emptyUrl)).toEqual(names);
    const judges = await db.$queryRaw`SELECT "mapId", "judgeId" FROM "MetricValue" ORDER BY "mapId"`;
    expect(judges).toEqual([
      { mapId: "s1", judgeId: "m1" },
      { mapId: "s2", judgeId: "m2" },
    ]);
  } finally {
    await db.$disconnect();
  }
});

test("two starts at once take turns", async () => {
  const [first, second] = await Promise.all([migrate(emptyUrl), migrate(emptyUrl)]);
  expect([first.length, second.length].sort()).toEqual([0, first.length + second.length]);
});

test("a migration that fails leaves nothing behind, says what to do, and can be corrected", async () => {
  await migrate(database.url, { folder });
  const name = "29990101000000_broken";
  await addMigration(name, `CREATE TABLE "Half" (id text);\nALTER TABLE "NoSuchTable" ADD COLUMN x int;`);
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    /29990101000000_broken failed.*NoSuchTable/s,
  );
  const half = await database.db.$queryRaw<
    { found: string | null }[]
  >`SELECT to_regclass('"Half"')::text AS found`;
  expect(half[0].found).toBeNull();

  // Until someone looks into it every further start says the same and touches nothing.
  await addMigration(name, `CREATE TABLE "Half" (id text);`);
  await expect(migrate(database.url, { folder })).rejects.toThrow(/bin\/whynot migrate --retry/);

  expect(await migrate(database.url, { folder, retry: true })).toEqual([name]);
  const recorded = (await rows(database.db)).filter((row) => row.migration_name === name);
  expect(recorded.map((row) => [row.finished_at !== null, row.rolled_back_at !== null])).toEqual([
    [false, true],
    [true, false],
  ]);
});

test("a function with semicolons in its body arrives whole", async () => {
  await addMigration(
    "29990101000001_function",
    `CREATE FUNCTION twice(n int) RETURNS int AS $$ BEGIN n := n * 2; RETURN n; END $$ LANGUAGE plpgsql;`,
  );
  await migrate(database.url, { folder });
  expect(await database.db.$queryRaw`SELECT twice(21) AS answer`).toEqual([{ answer: 42 }]);
});
