import type { AttributeValue } from "../dataset/annotation.ts";
import { MAX_NAME } from "../dataset/limits.ts";
import { Fault } from "../fault.ts";
import { printable } from "./printable.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws Fault `bad-type` */
export function asObject(value: unknown, name: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Fault("bad-type", `${name} is no object.`);
}

/** @throws Fault `bad-type`, `non-finite` */
export function asNumber(value: unknown, name: string): number {
  if (typeof value !== "number") throw new Fault("bad-type", `${name} is no number: ${show(value)}.`);
  if (!Number.isFinite(value)) throw new Fault("non-finite", `${name} is too large for a number.`);
  return value;
}

/** @throws Fault `bad-type`, `non-finite` */
export function asNumbers(value: unknown, name: string): number[] {
  if (!Array.isArray(value)) throw new Fault("bad-type", `${name} is no list of numbers.`);
  for (const each of value) asNumber(each, name);
  return value;
}

/** A number or text that identifies something. @throws Fault `bad-type`, `unsafe-integer` beyond 2^53, where numbers merge */
export function asId(value: unknown, name: string): string | number {
  if (typeof value === "string" && value !== "" && value.length <= MAX_NAME) return value;
  const id = asNumber(value, name);
  if (Number.isSafeInteger(id)) return id;
  throw new Fault("unsafe-integer", `${name} is no whole number below 2^53: write it as a text.`);
}

/** @throws Fault `bad-type`, `bad-name` when empty or too long */
export function asName(value: unknown, name: string): string {
  if (typeof value !== "string") throw new Fault("bad-type", `${name} is no text: ${show(value)}.`);
  if (value !== "" && value.length <= MAX_NAME) return value;
  throw new Fault("bad-name", `${name} is empty or longer than ${MAX_NAME} characters.`);
}

/** The members that are plain values, without reserved names. */
export function plainMembers(value: unknown): Record<string, AttributeValue> {
  if (typeof value !== "object" || value === null) return {};
  const plain = (each: unknown): each is AttributeValue =>
    each === null ||
    typeof each === "boolean" ||
    (typeof each === "number" && Number.isFinite(each)) ||
    (typeof each === "string" && each.length <= 2000);
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, each]) => key !== "__proto__" && key.length <= MAX_NAME && plain(each),
    ),
  );
}

function show(value: unknown): string {
  const text =
    value === undefined ? "nothing" : typeof value === "object" ? typeof value : JSON.stringify(value);
  return printable(text).slice(0, 40);
}
