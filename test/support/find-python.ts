import { spawnSync } from "node:child_process";
import path from "node:path";

/** The Python that .ci/run prepared (python-requirements.txt), or this machine's, if it has these modules; null if none has. */
export function findPython(modules: readonly string[]): string | null {
  const prepared = path.resolve(import.meta.dirname, "../../.whynot/python/bin/python");
  const imports = `import ${modules.join(", ")}`;
  return [prepared, "python3"].find((python) => spawnSync(python, ["-c", imports]).status === 0) ?? null;
}
