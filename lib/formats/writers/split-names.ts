import { splitRole } from "../dataset/split-names.ts";
import { distinctPaths } from "./picture-paths.ts";

/**
 * A word for each split that a file or folder can be called by. Names that training, validation and test sets go by stay;
 * no other becomes one of them.
 * @param plain for a format that knows a role by one name alone
 */
export function splitNames(
  splits: readonly string[],
  plain: { validation?: string } = {},
): Map<string, string> {
  const distinct = distinctPaths(false);
  const wordOf = (split: string) => {
    const role = splitRole(split);
    if (role === "validation" && plain.validation) return plain.validation;
    if (role !== null && /^[a-z]+(\d{4})?$/i.test(split)) return split;
    const word = split.replace(/[^\p{L}\p{N}]/gu, "") || "split";
    return splitRole(word) === null ? word.slice(0, 80) : `${word}x`;
  };
  const order = [...splits].sort((a, b) => Number(wordOf(b) === b) - Number(wordOf(a) === a));
  return new Map(order.map((split) => [split, distinct(wordOf(split)).replaceAll("-", "")]));
}
