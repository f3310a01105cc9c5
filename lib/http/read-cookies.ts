/** The cookies a request carries, in its order. */
export function readCookies(request: Request): { name: string; value: string }[] {
  const pairs = (request.headers.get("cookie") ?? "").split(/;\s*/).filter((pair) => pair.includes("="));
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1).replace(/^"|"$/g, "") };
  });
}
