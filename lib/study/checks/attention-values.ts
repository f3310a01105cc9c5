import type { ResponseSpec } from "../template.ts";

/**
 * The values that an attention check may ask for: the named ends of a scale, any point of one whose points are all named, any option or class.
 * Empty where it can ask for none: an order or a place takes more than a word to ask for, and whoever gives it has read either way.
 * @param classes that may be chosen, where the answer is one
 */
export function attentionValues(response: ResponseSpec, classes = 0): readonly number[] {
  switch (response.kind) {
    case "scale": {
      const { values, named } = response;
      return named === "all" ? values : [values[0], values[values.length - 1]];
    }
    case "choice":
      return response.options.map((_, at) => at);
    case "class":
      return Array.from({ length: classes }, (_, at) => at);
    default:
      return [];
  }
}

/** Whether answers are of a kind that a check can ask for. */
export const canAsk = ({ kind }: ResponseSpec): boolean =>
  kind === "scale" || kind === "choice" || kind === "class";
