import { readFile } from "node:fs/promises";
import { runMigrations as migrateQueue } from "graphile-worker";
import pg from "pg";
import { AppError } from "#lib/errors.ts";
import {
  MIGRATIONS_FOLDER,
  readMigrations,
  readSnapshot,
  SCHEMA_FILE,
  writeMigration,
} from "./migrations-folder.ts";
import { withSchemaEngine } from "./schema-engine.ts";

const NO_FILTERS = { externalTables: [], externalEnums: [] };
/** Any number will do as long as nothing else uses it: two starts at once take turns. */
const ADVISORY_LOCK = 7_243_991;

/** The SQL that leads from one schema.prisma to another; undefined when they describe the same database. */
export async function diffSchemas(from: string | undefined, to: string): Promise<string | undefined> {
  const target = (content: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: "schema.prisma", content }],
  });
  const result = await withSchemaEngine(undefined, (engine) =>
    engine.diff({
      from: from === undefined ? { tag: "empty" } : target(from),
      to: target(to),
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    }),
  );
  return result.exitCode === 2 && result.stdout ? result.stdout : undefined;
}

/**
 * Writes the migration that brings the last migrated schema to today's schema.prisma.
 * @returns its folder's name, or undefined when nothing changed.
 */
export async function createMigration(
  label: string,
  folder = MIGRATIONS_FOLDER,
): Promise<string | undefined> {
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(label)) {
    throw new AppError(
      "invalid",
      `"${label}" is no name for a migration: use lower-case letters, digits, - and _.`,
    );
  }
  const schema = await readFile(SCHEMA_FILE, "utf8");
  const sql = await diffSchemas(await readSnapshot(folder), schema);
  return sql === undefined ? undefined : writeMigration({ label, sql, schema, at: new Date() }, folder);
}

async function applySchema(databaseUrl: string, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const migrationsList = {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
  };
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
  );
  return appliedMigrationNames;
}

/** With a pool of our own, because the queue's outlives the call. */
async function applyQueueSchema(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  pool.on("error", () => {});
  pool.on("connect", (connected) => connected.on("error", () => {}));
  try {
    await migrateQueue({ pgPool: pool });
  } finally {
    await pool.end();
  }
}

/** Names of migrations that were begun and neither finished nor marked as rolled back. */
async function unfinishedMigrations(client: pg.Client): Promise<{ name: string; logs: string | null }[]> {
  const table = await client.query(`SELECT to_regclass('"_prisma_migrations"') AS found`);
  if (table.rows[0].found === null) return [];
  const { rows } = await client.query(
    `SELECT migration_name AS name, logs FROM "_prisma_migrations"
     WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

function failure(name: string, words: string, cause?: unknown): AppError {
  // The engine appends a trace of itself, which helps nobody.
  const [reason] = words.split(/\n\s*0: /);
  return new AppError(
    "unavailable",
    `Migration ${name} failed and was rolled back, so the database is as it was before it. ${reason.trim()}\n` +
      `Correct its migration.sql, then run: bin/whynot migrate --retry`,
    { migration: name },
    cause,
  );
}

/**
 * Brings a database to the schema of this version: prisma/migrations in order, each in a transaction and recorded in
 * `_prisma_migrations` as `prisma migrate deploy` would, then the queue's own schema. Running it again changes nothing.
 * @param options.retry forgets an earlier failure and applies the corrected file
 * @returns the names just applied
 * @throws AppError `unavailable` naming the migration that failed and what to do
 */
export async function migrate(
  databaseUrl: string,
  options: { retry?: boolean; folder?: string } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    if (options.retry) await forgetFailures(client);
    const [earlier] = await unfinishedMigrations(client);
    if (earlier) throw failure(earlier.name, earlier.logs ?? "");
    const applied = await applySchema(databaseUrl, options.folder ?? MIGRATIONS_FOLDER).catch(
      async (error) => {
        const [failed] = await unfinishedMigrations(client);
        throw failed ? failure(failed.name, failed.logs ?? String(error), error) : error;
      },
    );
    await applyQueueSchema(databaseUrl);
    return applied;
  } finally {
    await client.end();
  }
}

async function forgetFailures(client: pg.Client): Promise<void> {
  const failed = await unfinishedMigrations(client);
  for (const { name } of failed) {
    await client.query(
      `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = $1 AND finished_at IS NULL`,
      [name],
    );
  }
}
