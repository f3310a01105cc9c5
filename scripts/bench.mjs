// `npm run bench [name ...]`: benchmarks, a table on screen and JSON under bench/results/.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap } from "./bootstrap.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await bootstrap();
const child = spawn(
  process.execPath,
  ["--import", "tsx", join(root, "test/bench/main.ts"), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("close", (code) => process.exit(code ?? 1));
