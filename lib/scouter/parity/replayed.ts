import type { NamedArrays } from "../named-array.ts";

/** What a case wants, and what this code gives. */
export interface Replayed {
  want: NamedArrays;
  got: Record<string, ArrayLike<number>>;
  /** What a person should know of this case. */
  note?: string;
}
