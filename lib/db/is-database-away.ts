const LOST_CONNECTION = /^(P1001|P1002|P1008|P1017|P2024|ECONNREFUSED|ECONNRESET|57P0[123]|08\d{3})$/;

/** Whether the database could not be reached, in the words of Prisma, pg or the operating system. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code, message } = at as Error & { code?: unknown };
    if (typeof code === "string" && LOST_CONNECTION.test(code)) return true;
    if (
      /Can't reach database server|Connection terminated|server closed the connection|DatabaseNotReachable/.test(
        message,
      )
    )
      return true;
  }
  return false;
}
