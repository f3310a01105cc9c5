/** Each of these says what it found, or throws what is wrong. */

export async function inspectDatabase(): Promise<string> {
  const { requireRunningConfig } = await import("../open-cli-context.ts");
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

export async function inspectStorage(): Promise<string> {
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

export async function inspectSecret(): Promise<string> {
  const { readConfig } = await import("#lib/config.ts");
  readConfig().secret();
  return "good";
}

export async function inspectMail(): Promise<string> {
  const { readConfig } = await import("#lib/config.ts");
  const { openMailer } = await import("#lib/mail/mailer.ts");
  const { mail } = readConfig();
  if (!mail) return "not set up (SMTP_URL, MAIL_FROM): links are shown to be handed over";
  await openMailer(mail).verify();
  return `${new URL(mail.smtpUrl).host} answers; letters come from ${mail.from}`;
}
