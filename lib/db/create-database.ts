import pg from "pg";

function maintenance(url: string): { client: pg.Client; name: string } {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  target.pathname = "/postgres";
  return { client: new pg.Client({ connectionString: target.href }), name };
}

/** Creates the database a URL names unless it is there; with `template`, as a copy of that database. */
export async function createDatabase(url: string, template?: string): Promise<void> {
  const { client, name } = maintenance(url);
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return;
    const copyOf = template ? ` TEMPLATE ${pg.escapeIdentifier(template)} STRATEGY FILE_COPY` : "";
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}${copyOf}`);
  } finally {
    await client.end();
  }
}

/** Drops the database a URL names, ending whoever is still connected. */
export async function dropDatabase(url: string): Promise<void> {
  const { client, name } = maintenance(url);
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
