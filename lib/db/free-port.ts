import { createServer } from "node:net";
import { AppError } from "#lib/errors.ts";

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The first free TCP port at or after `from`.
 * @throws AppError `unavailable` when the next 200 are all taken
 */
export async function findFreePort(from: number, host = "127.0.0.1"): Promise<number> {
  for (let port = from; port < from + 200 && port < 65_536; port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new AppError("unavailable", `No free port between ${from} and ${from + 199}. Choose another one.`);
}
