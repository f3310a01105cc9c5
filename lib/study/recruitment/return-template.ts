import { z } from "zod";

const PLACEHOLDER = /\{(\w*)\}/g;
const NAMES = ["code", "session"];
const LONGEST = 500;

/** What the words in braces of a return address stand for. */
export interface ReturnValues {
  readonly code: string;
  readonly session: string | null;
}

/**
 * An address to return to, as the study declares it: https, with {code} and {session} in its path or query. Its host is
 * written out, so that nothing an arrival says can lead anybody elsewhere.
 * @param hosts the only hosts it may name; null: any
 */
export function returnTemplate(hosts: readonly string[] | null) {
  return z
    .string()
    .trim()
    .max(LONGEST)
    .superRefine((template, context) => {
      const problem = problemOf(template, hosts);
      if (problem) context.addIssue({ code: "custom", message: problem });
    });
}

function problemOf(template: string, hosts: readonly string[] | null): string | null {
  const unknown = [...template.matchAll(PLACEHOLDER)]
    .map(([, name]) => name)
    .find((name) => !NAMES.includes(name));
  if (unknown !== undefined) return `knows {code} and {session}, not {${unknown}}`;
  const [one, other] = ["a", "b"].map((value) => fillTemplate(template, { code: value, session: value }));
  if (!URL.canParse(one)) return "is no address";
  const { protocol, host, username, password } = new URL(one);
  if (protocol !== "https:") return "has to begin with https://";
  if (username !== "" || password !== "") return "may not hold a name or password";
  if (host !== new URL(other).host) return "has to name its host without placeholders";
  if (hosts && !hosts.includes(host)) return `has to lead to ${hosts.join(" or ")}`;
  return null;
}

/** The address with its placeholders filled in, each as one part of a URL. An absent session is empty. */
export function fillTemplate(template: string, { code, session }: ReturnValues): string {
  return template.replaceAll(PLACEHOLDER, (_, name) =>
    encodeURIComponent(name === "code" ? code : (session ?? "")),
  );
}
