// `npm run demo`: installs what is missing, then runs database, worker and site with the demo workspace until Ctrl-C.
import { parseArgs } from "node:util";
import { bootstrap } from "./bootstrap.mjs";

const USAGE = "npm run demo -- [--port 3000] [--host 127.0.0.1] [--fresh]";

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string" },
        host: { type: "string" },
        fresh: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
    return values;
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(1);
  }
}

const { help, ...options } = readOptions();
if (help) {
  console.log(USAGE);
  process.exit(0);
}
await bootstrap();
process.env.NODE_ENV = "production";
const args = Object.entries(options).flatMap(([name, value]) =>
  value === true ? [`--${name}`] : [`--${name}`, value],
);
const { register } = await import("tsx/esm/api");
register();
const { runCommandLine } = await import("../cli/main.ts");
await runCommandLine([process.execPath, "whynot", "up", "--demo", ...args]);
