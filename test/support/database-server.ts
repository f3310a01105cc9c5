import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedDatabase } from "#lib/db/embedded.ts";
import { migrate } from "#lib/db/migrate.ts";

const VARIABLE = "WHYNOT_TEST_TEMPLATE_URL";

/**
 * Starts one throw-away Postgres with a migrated template database and publishes its address to child processes.
 * @returns what stops it; does nothing when a server is published already
 */
export async function startTestServer(): Promise<() => Promise<void>> {
  if (process.env[VARIABLE]) return async () => {};
  const home = await mkdtemp(path.join(tmpdir(), "whynot-test-"));
  await chmod(home, 0o755);
  const server = await startEmbeddedDatabase({ home, port: 54_500, durable: false });
  await migrate(server.url);
  process.env[VARIABLE] = server.url;
  return async () => {
    delete process.env[VARIABLE];
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
}

/** @throws unless vitest's or Playwright's global setup has started a server */
export function templateUrl(): string {
  const url = process.env[VARIABLE];
  if (!url) throw new Error("no test database: the global setup has not run");
  return url;
}
