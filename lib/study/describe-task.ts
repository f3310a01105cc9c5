import type { Task } from "./participant-protocol.ts";
import type { ResponseSpec } from "./template.ts";

/**
 * What a rater is given to answer with, in the words of one language.
 * @param words `TemplateWording.responses`: a scale's two ends or all its points, the options of a choice; else empty
 */
export function describeTask(response: ResponseSpec, words: readonly string[]): Task {
  switch (response.kind) {
    case "scale":
      return { kind: "scale", values: response.values, labels: scaleLabels(response, words) };
    case "choice":
      return { kind: "choice", labels: words };
    default:
      return { kind: response.kind };
  }
}

type Scale = ResponseSpec & { kind: "scale" };

function scaleLabels({ values, named }: Scale, words: readonly string[]): (string | null)[] {
  if (named === "all") return [...words];
  return values.map((_, at) => (at === 0 ? words[0] : at === values.length - 1 ? words[1] : null));
}
