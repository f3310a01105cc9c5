import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRunningDatabase, startEmbeddedDatabase } from "#lib/db/embedded.ts";
import { findFreePort } from "#lib/db/free-port.ts";

let home: string;
const undo: (() => unknown)[] = [];

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "whynot-embedded-"));
  chmodSync(home, 0o755);
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  rmSync(home, { recursive: true });
});

async function start(port?: number) {
  const server = await startEmbeddedDatabase({ home, port, durable: false });
  undo.push(server.stop);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => server.close());
  return server;
}

test("it keeps its data over a stop, needs its password, and listens on this machine only", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.stop();
  const second = await start();
  expect(await query(second.url, "SELECT * FROM kept")).toEqual([{ answer: 42 }]);
  expect(await query(second.url, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect(statSync(path.join(home, "postgres-password")).mode & 0o777).toBe(0o600);
  const wrong = new URL(second.url);
  wrong.password = "guess";
  await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
});

test("a port in use means the next free one", async () => {
  const port = await findFreePort(54_700);
  await occupy(port);
  expect((await start(port)).port).toBeGreaterThan(port);
});

test("others find the server that runs, and none that does not", async () => {
  expect(await findRunningDatabase(home)).toBeUndefined();
  const server = await start();
  expect(await findRunningDatabase(home)).toBe(server.url);
  await server.stop();
  expect(await findRunningDatabase(home)).toBeUndefined();
});

test("what a killed server leaves is no obstacle, even if its number now belongs to another program", async () => {
  const server = await start();
  await query(server.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  await server.stop();
  const bystander = spawn("sleep", ["60"]);
  undo.push(() => bystander.kill());
  const pidFile = path.join(home, "postgres", "postmaster.pid");
  writeFileSync(
    pidFile,
    `${bystander.pid}\n${path.join(home, "postgres")}\n0\n54399\n\n127.0.0.1\n0\nready   \n`,
  );
  const again = await start();
  expect(await query(again.url, "SELECT * FROM kept")).toEqual([{ answer: 42 }]);
  expect(bystander.exitCode).toBeNull();
});

test("a server whose owner is killed stops by itself", async () => {
  const script = `
    import("./lib/db/embedded.ts").then(async ({ startEmbeddedDatabase }) => {
      await startEmbeddedDatabase({ home: ${JSON.stringify(home)}, durable: false });
      process.kill(process.pid, "SIGKILL");
    });`;
  const owner = spawn(process.execPath, ["--import", "tsx", "-e", script], { stdio: "inherit" });
  await once(owner, "exit");
  expect(owner.signalCode).toBe("SIGKILL");
  const pidFile = path.join(home, "postgres", "postmaster.pid");
  await expect.poll(() => statSync(pidFile, { throwIfNoEntry: false }), { timeout: 30_000 }).toBeUndefined();
  expect(readFileSync(path.join(home, "postgres.log"), "utf8")).toContain("database system is shut down");
});
