// `npm test`: installs what is missing, runs the unit, parity, service, API and browser tests,
// and closes with one line: N passed, N failed, N skipped.
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap } from "./bootstrap.mjs";
import { findChromium } from "./chromium.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, "test-results");
const vitestJson = join(results, "vitest.json");
const playwrightJson = join(results, "playwright.json");

function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

async function readJson(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return null;
  }
}

/** A run that ended badly without a failed test (a crash, an unreadable report) counts as one failure. */
function settle(counts, exitCode) {
  if (exitCode !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

async function vitest() {
  const code = await run("node_modules/vitest/vitest.mjs", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${vitestJson}`,
  ]);
  const report = await readJson(vitestJson);
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  return settle(counts, code);
}

async function playwright(chromium) {
  const code = await run("node_modules/@playwright/test/cli.js", ["test"], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightJson,
  });
  const stats = (await readJson(playwrightJson))?.stats;
  const counts = {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  };
  return settle(counts, code);
}

await bootstrap();
const chromium = await findChromium();
await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });

const buildCode = await run("scripts/build.mjs", []);
if (buildCode !== 0) console.log("The build failed: the API and browser tests below will fail with it.");
const parts = [await vitest(), await playwright(chromium)];
const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
const failed = sum("failed") + (buildCode === 0 ? 0 : 1);
console.log(`\n${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
process.exit(failed === 0 ? 0 : 1);
