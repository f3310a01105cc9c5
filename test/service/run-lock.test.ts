import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeRunLock } from "#cli/processes/run-lock.ts";
import { startOver } from "#cli/processes/start-over.ts";
import { readConfig } from "#lib/config.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "whynot-lock-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function leaveLock(pid: number | undefined): void {
  writeFileSync(path.join(home, "running.json"), JSON.stringify({ pid, url: "http://127.0.0.1:3999" }));
}

test("an installation that runs is not started twice, and the message says where it is", async () => {
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)", "whynot"]);
  leaveLock(other.pid);
  await expect(takeRunLock(home, "http://127.0.0.1:3000")).rejects.toThrow(
    /already runs at http:\/\/127.0.0.1:3999/,
  );
  other.kill();
});

test.skipIf(process.platform !== "linux")(
  "a number that now belongs to another program is no obstacle",
  async () => {
    const other = spawn("sleep", ["60"]);
    leaveLock(other.pid);
    const release = await takeRunLock(home, "http://127.0.0.1:3000");
    await release();
    expect(existsSync(path.join(home, "running.json"))).toBe(false);
    other.kill();
  },
);

test("starting over deletes what is ours and leaves the rest of the folder alone", async () => {
  for (const name of ["files/ab", "logs", "postgres", "mine"])
    mkdirSync(path.join(home, name), { recursive: true });
  writeFileSync(path.join(home, "session-secret"), "x");
  await startOver(readConfig({ WHYNOT_HOME: home }));
  const left = ["files", "logs", "postgres", "session-secret", "mine"].filter((name) =>
    existsSync(path.join(home, name)),
  );
  expect(left.filter((name) => name !== "postgres")).toEqual(["mine"]);
});

test("starting over refuses to touch a database that is not the embedded one", async () => {
  mkdirSync(path.join(home, "files"));
  const config = readConfig({ WHYNOT_HOME: home, DATABASE_URL: "postgres://lab@db.example.org/whynot" });
  await expect(startOver(config)).rejects.toMatchObject({ code: "invalid" });
  expect(existsSync(path.join(home, "files"))).toBe(true);
});
