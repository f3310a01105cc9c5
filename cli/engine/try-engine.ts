import { startNative } from "#lib/tensor/native/start.ts";
import { selfCheck } from "#lib/tensor/self-check.ts";

/** Run as a process of its own: loads the native engine of a folder and lets it compute. Prints JSON. */
const engine = await startNative(process.argv[2]);
if ("reason" in engine) throw new Error(engine.reason);
process.stdout.write(JSON.stringify({ ...engine, error: await selfCheck() }));
