import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PRISMA_FOLDER = fileURLToPath(new URL("../../prisma/", import.meta.url));
export const SCHEMA_FILE = path.join(PRISMA_FOLDER, "schema.prisma");
export const MIGRATIONS_FOLDER = path.join(PRISMA_FOLDER, "migrations");

/** The schema as the newest migration leaves it; the next migration is the difference to schema.prisma. */
export const SNAPSHOT_FILE = "last-migrated.prisma";
const LOCK_FILE = "migration_lock.toml";

export interface Migration {
  name: string;
  sql: string;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** All migrations in the order they are applied; a folder without migration.sql is an error. */
export async function readMigrations(folder = MIGRATIONS_FOLDER): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(path.join(folder, name, "migration.sql"), "utf8"),
    })),
  );
}

export function readSnapshot(folder = MIGRATIONS_FOLDER): Promise<string | undefined> {
  return readIfThere(path.join(folder, SNAPSHOT_FILE));
}

/** Writes prisma/migrations/<timestamp>_<name>/migration.sql and the schema it leads to; returns the folder's name. */
export async function writeMigration(
  migration: { label: string; sql: string; schema: string; at: Date },
  folder = MIGRATIONS_FOLDER,
): Promise<string> {
  const timestamp = migration.at.toISOString().replace(/\D/g, "").slice(0, 14);
  const name = `${timestamp}_${migration.label}`;
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, "migration.sql"), migration.sql);
  await writeFile(path.join(folder, SNAPSHOT_FILE), migration.schema);
  await writeFile(path.join(folder, LOCK_FILE), 'provider = "postgresql"\n');
  return name;
}
