import type { RecruitmentView } from "./recruitment.ts";

/** Somebody from a crowd platform, as their address says. */
export interface Arrival {
  readonly person: string;
  readonly session: string | null;
  /** One of the platform's hosts to return to; null where it has none. */
  readonly returnHost: string | null;
}

/** Why an address lets nobody in: something is missing or no id at all, or the task is only being looked at. */
export type ArrivalProblem = "no-arrival" | "preview";

/** Ids of platforms, and nothing that could be an address, a script or a line of a log. */
const ID = /^[\w.~-]{1,128}$/;

/** Whether somebody only looks at the task on its platform, without having accepted it. */
export function isPreview(
  { parameters: { session }, previewSession }: RecruitmentView,
  given: Readonly<Record<string, unknown>>,
): boolean {
  return previewSession !== null && session !== null && given[session] === previewSession;
}

/** Reads what an address says; parameters that the platform does not declare are ignored. */
export function readArrival(
  view: RecruitmentView,
  given: Readonly<Record<string, unknown>>,
): Arrival | ArrivalProblem {
  if (isPreview(view, given)) return "preview";
  const { parameters, returnHosts } = view;
  const session = parameters.session === null ? null : given[parameters.session];
  const person = given[parameters.person];
  if (!isId(person) || !(session === null || isId(session))) return "no-arrival";
  if (parameters.returnTo === undefined) return { person, session, returnHost: null };
  const returnHost = hostOf(given[parameters.returnTo], returnHosts);
  return returnHost === null ? "no-arrival" : { person, session, returnHost };
}

function isId(value: unknown): value is string {
  // A placeholder that the platform did not fill in is no id.
  return typeof value === "string" && ID.test(value);
}

/** The host of an address if it is one of those allowed: https, its usual port, with or without a path. */
function hostOf(address: unknown, allowed: readonly string[]): string | null {
  if (typeof address !== "string" || !URL.canParse(address)) return null;
  const { protocol, host, username, password } = new URL(address);
  const isPlain = protocol === "https:" && username === "" && password === "";
  return isPlain && allowed.includes(host) ? host : null;
}
