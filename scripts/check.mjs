// `npm run check`: format, lint, types, layer rule, dead code. Needs no database and no build.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap } from "./bootstrap.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const steps = [
  ["format and lint", ["@biomejs/biome/bin/biome", "ci", "--colors=off", "."]],
  ["types", ["typescript/bin/tsc", "--noEmit", "-p", "."]],
  [
    "layer rule",
    // biome-ignore format: one list of roots
    ["dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", "app", "cli", "components", "demo", "lib", "prisma", "scripts", "test", "workers"],
  ],
  ["dead code", ["knip/bin/knip.js"]],
];

/** Runs one step with its output kept back, so that a failure is read in one piece. */
function run([name, [script, ...args]]) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], { cwd: root });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });
}

await bootstrap();
const results = await Promise.all(steps.map(run));
process.exit(results.every(Boolean) ? 0 : 1);
