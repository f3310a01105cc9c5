// Finds a Chromium for the browser tests and the screenshots, or installs one when it may.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const INSTALL_TIMEOUT_MS = 300_000;

function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...ELSEWHERE].find((path) => existsSync(path));
}

async function ofPlaywright() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function runQuietly(command, args) {
  console.log(`> ${command} ${args.join(" ")}`);
  const { status } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: INSTALL_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0;
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  return (
    runQuietly("apt-get", ["update", "-qq"]) && runQuietly("apt-get", ["install", "-y", "-qq", "chromium"])
  );
}

function installFromPlaywright() {
  return runQuietly(process.execPath, [
    join("node_modules", "@playwright", "test", "cli.js"),
    "install",
    "chromium",
  ]);
}

/**
 * Path of a Chromium executable: $CHROMIUM_PATH, else one on the PATH, else Playwright's own,
 * else one installed now (Debian's package as root, otherwise Playwright's download).
 */
export async function findChromium() {
  const wished = process.env.CHROMIUM_PATH;
  if (wished && !existsSync(wished))
    throw new Error(`CHROMIUM_PATH is ${wished}, but there is no such file.`);
  const present = wished ?? onPath() ?? (await ofPlaywright());
  if (present) return present;
  console.log("No Chromium found: installing one for the browser tests.");
  if (installFromDebian() || installFromPlaywright()) {
    const installed = onPath() ?? (await ofPlaywright());
    if (installed) return installed;
  }
  throw new Error(
    "The browser tests need Chromium and none could be installed. Install Chromium or Chrome yourself, " +
      "or set CHROMIUM_PATH to its executable, then run the tests again.",
  );
}
