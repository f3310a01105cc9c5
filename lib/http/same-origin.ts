import { AppError } from "#lib/errors.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a mutation that another site makes with a visitor's cookie. Browsers always say where a mutation comes from;
 * programs that don't carry nobody's cookies but their own.
 * @throws AppError `forbidden`
 */
export function requireSameOrigin(request: Request, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const hosts = [request.headers.get("host"), new URL(publicUrl).host];
  const isOwn = origin === null || (URL.canParse(origin) && hosts.includes(new URL(origin).host));
  if (isOwn && (site === null || site === "same-origin" || site === "none")) return;
  throw new AppError("forbidden", "This request comes from another site. Open Whynot itself and try there.");
}
