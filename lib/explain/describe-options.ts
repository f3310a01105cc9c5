import { z } from "zod";
import type { OptionField } from "./option-field.ts";

/** The part of JSON Schema that options use. */
interface Property {
  type?: string | string[];
  anyOf?: Property[];
  enum?: string[];
  default?: OptionField["usual"];
  description?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

const KINDS: Record<string, OptionField["kind"]> = {
  integer: "integer",
  number: "number",
  boolean: "switch",
  string: "text",
};

/**
 * The options a method declares, in their order: what a form asks, a command line lists and the documentation prints.
 * @throws Error for a kind of option that has no field, such as a list
 */
export function describeOptions(options: z.ZodType): OptionField[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" }) as {
    properties?: Record<string, Property>;
  };
  return Object.entries(properties).map(([name, property]) => describeOption(name, property));
}

function describeOption(name: string, property: Property): OptionField {
  const value = property.anyOf?.find(({ type }) => type !== "null") ?? property;
  const type = [value.type].flat().find((candidate) => candidate !== "null");
  const kind = value.enum ? "choice" : KINDS[type ?? ""];
  if (!kind) throw new Error(`there is no field for the option ${name} of type ${type}`);
  return {
    name,
    kind,
    meaning: property.description ?? "",
    usual: property.default ?? null,
    ...given("least", value.minimum),
    ...given("most", value.maximum),
    ...given("above", value.exclusiveMinimum),
    ...given("below", value.exclusiveMaximum),
    ...(value.enum ? { values: value.enum } : {}),
  };
}

/** Every whole number of a schema ends where float64 does; that is no range a person wants to hear of. */
const given = (name: string, bound: number | undefined) =>
  bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? {} : { [name]: bound };
