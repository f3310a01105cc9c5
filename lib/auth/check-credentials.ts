import type { Db } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { verifyPassword } from "./password.ts";
import type { SignInLimit } from "./sign-in-limit.ts";

export interface SignedIn {
  id: string;
  email: string;
  name: string;
  sessionVersion: number;
}

/** Matches no password; checked for unknown addresses so that they take as long as known ones. */
const NOBODY = `scrypt$32768$8$1$${"A".repeat(22)}$${"A".repeat(43)}`;

/**
 * @param address where the attempt comes from, for the limit only
 * @returns undefined for a wrong address or password, without saying which
 * @throws AppError `unavailable` after too many failures
 */
export async function checkCredentials(
  db: Db,
  limit: SignInLimit,
  attempt: { email: string; password: string; address: string },
): Promise<SignedIn | undefined> {
  const email = attempt.email.trim().toLowerCase();
  const user = await db.user.findUnique({ where: { email } });
  if (!limit.take(email, attempt.address)) {
    throw new AppError("unavailable", "Too many failed attempts. Wait 15 minutes, then try again.");
  }
  const matches = await verifyPassword(attempt.password, user?.passwordHash ?? NOBODY);
  if (!user || !matches) return undefined;
  limit.succeed(email, attempt.address);
  return { id: user.id, email: user.email, name: user.name, sessionVersion: user.sessionVersion };
}
