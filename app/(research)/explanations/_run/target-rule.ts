const WORDS: Record<string, string> = {
  true: "true class",
  predicted: "predicted class",
  "least-similar": "least similar class",
  "most-similar": "most similar class",
  every: "every class",
};

/** A target rule in words. */
export function describeRule(rule: string): string {
  if (rule === "given") return "class given with each map";
  return WORDS[rule] ?? rule.replace(/^class:(\d+)$/, "class number $1");
}

export const TARGET_RULES = Object.entries(WORDS).map(([id, label]) => ({ id, label }));
