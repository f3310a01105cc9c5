import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** zod's own wording begins so; whatever begins otherwise was written for people. */
const DEFAULT = /^(Too (big|small)|Invalid|Unrecognized key|Must be)/;

/** What is wrong with a value, for the person who gave it: "must be at most 1000". A schema's own message is left as it is. */
export function issueWords(issue: Issue): string {
  return DEFAULT.test(issue.message) ? (wordsOf(issue) ?? issue.message) : issue.message;
}

function wordsOf(issue: Issue): string | null {
  switch (issue.code) {
    case "too_big":
      return bound(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "too_small":
      return bound(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "invalid_value":
      return `must be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(quoted).join(", ")}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return `does not know ${issue.keys.map(quoted).join(", ")}`;
    case "invalid_type":
      if (issue.message.endsWith("received undefined")) return "is missing";
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_format":
      return FORMATS[issue.format] ?? null;
    default:
      return null;
  }
}

function bound(origin: string, words: string, limit: number | bigint): string {
  if (origin === "string") return `must have ${words} ${limit} character${limit === 1 ? "" : "s"}`;
  if (origin === "array" || origin === "set")
    return `must have ${words} ${limit} item${limit === 1 ? "" : "s"}`;
  return `must be ${words} ${limit}`;
}

const quoted = (value: unknown) => (typeof value === "string" ? `"${value}"` : String(value));

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const FORMATS: Readonly<Record<string, string>> = {
  url: "must be a web address",
  email: "must be an e-mail address",
  datetime: "must be a date and time in ISO 8601",
  uuid: "must be a UUID",
};
