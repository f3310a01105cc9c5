import type { Command } from "commander";

/** `whynot migrate`: brings the database to this version; `whynot migrate new NAME` writes the next migration. */
export function registerMigrate(program: Command): void {
  const migrate = program
    .command("migrate")
    .description("bring the database to the schema of this version (again: changes nothing)")
    .option("--retry", "apply a migration that failed, after its file was corrected")
    .action(async ({ retry }: { retry?: boolean }) => {
      const applied = await applyMigrations({ retry });
      console.log(applied.length > 0 ? applied.map((name) => `applied ${name}`).join("\n") : "nothing to do");
    });
  migrate
    .command("new")
    .description("write the migration that leads from the last one to prisma/schema.prisma")
    .argument("<name>", "such as add-reviews")
    .action(async (name: string) => {
      const { createMigration } = await import("#lib/db/migrate.ts");
      const written = await createMigration(name);
      console.log(written ? `wrote prisma/migrations/${written}` : "prisma/schema.prisma has not changed");
    });
}

/** On the database that runs, or on the embedded one started for the moment. */
async function applyMigrations(options: { retry?: boolean }): Promise<string[]> {
  const { readConfig } = await import("#lib/config.ts");
  const { findRunningDatabase, startEmbeddedDatabase } = await import("#lib/db/embedded.ts");
  const { migrate } = await import("#lib/db/migrate.ts");
  const { databaseUrl, home } = readConfig();
  const running = databaseUrl ?? (await findRunningDatabase(home));
  if (running) return migrate(running, options);
  const server = await startEmbeddedDatabase({ home });
  try {
    return await migrate(server.url, options);
  } finally {
    await server.stop();
  }
}
