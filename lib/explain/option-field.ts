/** One option of a method, as a form, a command line or a page of documentation shows it. */
export interface OptionField {
  /** As in the options of an arm. */
  name: string;
  kind: "integer" | "number" | "choice" | "switch" | "text";
  /** What it means, one phrase. */
  meaning: string;
  /** Used where nothing is said; null stands for "as the meaning says". */
  usual: number | string | boolean | null;
  /** Smallest and largest value; exclusive where `above` or `below` is used. */
  least?: number;
  most?: number;
  above?: number;
  below?: number;
  /** Of a choice. */
  values?: readonly string[];
}

/** The allowed range in words, "" where there is none: "1 to 1,000", "more than 0, less than 1". */
export function rangeInWords({ least, most, above, below }: OptionField): string {
  const number = (value: number) => value.toLocaleString("en-US");
  if (least !== undefined && most !== undefined) return `${number(least)} to ${number(most)}`;
  const low =
    least !== undefined ? `from ${number(least)}` : above !== undefined ? `more than ${number(above)}` : "";
  const high =
    most !== undefined ? `up to ${number(most)}` : below !== undefined ? `less than ${number(below)}` : "";
  return [low, high].filter(Boolean).join(", ");
}

/**
 * What was typed, as the option's value; undefined for nothing, which leaves the usual value. What is no number stays text,
 * so that the schema refuses it by name.
 */
export function readOption({ kind }: OptionField, text: string): unknown {
  const given = text.trim();
  if (given === "") return undefined;
  if (kind === "switch") return given === "true" ? true : given === "false" ? false : given;
  if (kind !== "integer" && kind !== "number") return given;
  const value = Number(given);
  return Number.isFinite(value) ? value : given;
}

/** Options from what was typed, by name; those left empty are left out. */
export function readOptions(
  fields: readonly OptionField[],
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const read = fields.map((field) => [field.name, readOption(field, texts[field.name] ?? "")] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The options that are not the usual ones, in words: "variant c, samples 10"; "" where all are. */
export function unusualOptions(
  fields: readonly OptionField[],
  options: Readonly<Record<string, unknown>>,
): string {
  return fields
    .filter(({ name, usual }) => options[name] !== undefined && options[name] !== usual)
    .map(({ name, kind }) => {
      const value = options[name];
      return kind === "switch" && typeof value === "boolean"
        ? `${value ? "" : "no "}${name}`
        : `${name} ${value}`;
    })
    .join(", ");
}
