import type { Command } from "commander";

interface Finding {
  what: string;
  ok: boolean;
  detail: string;
}

async function look(what: string, inspect: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await inspect() };
  } catch (error) {
    return { what, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function inspectDatabase(): Promise<string> {
  const { requireRunningConfig } = await import("./open-cli-context.ts");
  const { default: pg } = await import("pg");
  const { readMigrations } = await import("#lib/db/migrations-folder.ts");
  const client = new pg.Client({ connectionString: (await requireRunningConfig()).databaseUrl });
  await client.connect();
  try {
    const version = (await client.query("SHOW server_version")).rows[0].server_version;
    const sql = `SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL`;
    const applied = new Set((await client.query(sql)).rows.map((row) => row.migration_name));
    const waiting = (await readMigrations()).filter(({ name }) => !applied.has(name));
    if (waiting.length > 0) throw new Error(`${waiting.length} migrations wait: run bin/whynot migrate`);
    return `Postgres ${version}, ${applied.size} migrations`;
  } finally {
    await client.end();
  }
}

async function inspectStorage(): Promise<string> {
  const { readConfig } = await import("#lib/config.ts");
  const { openLocalFolder } = await import("#lib/storage/local-folder.ts");
  const { statfs } = await import("node:fs/promises");
  const { filesFolder } = readConfig();
  const storage = openLocalFolder(filesFolder);
  const name = await storage.put(new TextEncoder().encode("whynot doctor was here"));
  await storage.get(name);
  await storage.remove(name);
  const { bavail, bsize } = await statfs(filesFolder);
  return `${filesFolder}, ${Math.round((bavail * bsize) / 2 ** 30)} GiB free`;
}

async function inspectEngines(): Promise<string> {
  const { selectEngines } = await import("#lib/tensor/engine.ts");
  const { forward, gradient } = await selectEngines();
  return `forward ${forward.name} ${forward.version}, gradient ${gradient.name} ${gradient.version}`;
}

async function inspectSecret(): Promise<string> {
  const { readConfig } = await import("#lib/config.ts");
  readConfig().secret();
  return "good";
}

/** `whynot doctor`: what works here, and what to do about the rest. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say what works on this machine, and what to do about the rest")
    .option("--json", "print it as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const { version } = (await import("../package.json", { with: { type: "json" } })).default;
      const findings = [
        await look(
          "versions",
          async () => `Whynot ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
        ),
        await look("engines", inspectEngines),
        await look("database", inspectDatabase),
        await look("storage", inspectStorage),
        await look("session secret", inspectSecret),
      ];
      if (json) console.log(JSON.stringify(findings, null, 2));
      else
        for (const { what, ok, detail } of findings)
          console.log(`${ok ? "ok  " : "FAIL"} ${what}: ${detail}`);
      process.exit(findings.every((finding) => finding.ok) ? 0 : 1);
    });
}
