const HERE = "http://here.invalid";

/**
 * Where to go on to after signing in, of an address that anyone may have written: a path of this site, or "/".
 * What browsers read as another host ("//evil", "/\\evil", "/%09/evil" decoded) is read as they read it.
 */
export function ownPath(wished: string | undefined): string {
  if (!wished?.startsWith("/") || !URL.canParse(wished, HERE)) return "/";
  const { origin, pathname, search } = new URL(wished, HERE);
  return origin === HERE && !pathname.startsWith("//") ? `${pathname}${search}` : "/";
}
