import type { MixedModel } from "../report.ts";

const NAMES = { rater: "rater", item: "picture" } as const;
type Factor = keyof typeof NAMES;

/** What the two models of one statement are, and what was left out of them. */
export function mixedWords({ random }: MixedModel): string {
  const fitted = random.linear.length > 0 || random.ordered.length > 0;
  const same = random.linear.join() === random.ordered.join();
  const parts = same
    ? [`Both have ${intercepts(random.linear)}.`]
    : [`The first has ${intercepts(random.linear)}, the second ${intercepts(random.ordered)}.`];
  return [
    "A check on the means above, exploratory. The marginal mean is of a linear model: what the method would get if everybody had rated it on every picture. The log odds are of a cumulative link model, which takes answers for ordered and no more: above 0, higher answers are likelier than for the method compared with.",
    ...(fitted ? parts : []),
    "Intervals are Wald’s, at 95 %.",
  ].join(" ");
}

function intercepts(factors: readonly Factor[]): string {
  if (factors.length === 2) return "an intercept for every rater and every picture";
  if (factors.length === 1) {
    const other = factors[0] === "rater" ? "item" : "rater";
    return `an intercept for every ${NAMES[factors[0]]}, and none for every ${NAMES[other]}, which would not differ`;
  }
  return "no intercepts for raters and pictures, which would not differ";
}
