import { refuse } from "#lib/services/participation/refuse.ts";

/** The device's token: participants have no account and no cookie. @throws AppError `unauthenticated` */
export function bearerToken(request: Request): string {
  const token = /^Bearer ([\w-]{16,128})$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token) throw refuse("no-place");
  return token;
}
