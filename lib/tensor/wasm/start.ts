import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { activateWasm } from "./activate.ts";

/** Makes wasm the active tfjs backend of a Node process. The binaries come from the installed package, never from the network. */
export async function startWasm(): Promise<void> {
  const packageFile = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json");
  await activateWasm(`${join(dirname(packageFile), "dist")}/`);
}
