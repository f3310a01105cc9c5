export type SplitRole = "train" | "validation" | "test";

const NAMES: Readonly<Record<string, SplitRole>> = {
  train: "train",
  training: "train",
  trn: "train",
  val: "validation",
  valid: "validation",
  validation: "validation",
  dev: "validation",
  test: "test",
  testing: "test",
  tst: "test",
};

/** What a split is for by its usual names, with COCO's years left aside (`val2017`); null for a name that says nothing. */
export function splitRole(name: string): SplitRole | null {
  const key = name.toLowerCase().replace(/[-_]?\d{4}$/, "");
  return Object.hasOwn(NAMES, key) ? NAMES[key] : null;
}
