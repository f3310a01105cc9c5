/** Compares what a case expects with what was computed, to the tolerance of its manifest entry. */
export interface Tolerance {
  abs: number;
  rel: number;
}

/** A number that is not as expected, or is missing, and where. */
export interface Difference {
  at: string;
  found: string;
}

/** How close all numbers were: how many, and the largest error as a share of what is allowed. */
export interface Closeness {
  numbers: number;
  worst: number;
  differences: Difference[];
}

/**
 * Every number, word and reason of `want` must be in `got`: numbers within abs + rel |want|, all else equal. What `got` holds
 * beyond that is not looked at.
 */
export function compareExpected(want: unknown, got: unknown, tolerance: Tolerance): Closeness {
  const closeness: Closeness = { numbers: 0, worst: 0, differences: [] };
  compare(want, got, "", tolerance, closeness);
  return closeness;
}

function compare(want: unknown, got: unknown, at: string, tolerance: Tolerance, into: Closeness): void {
  const differ = () =>
    into.differences.push({ at: at || "answer", found: `${show(got)}, not ${show(want)}` });
  if (typeof want === "number") {
    into.numbers++;
    const share =
      typeof got === "number" ? Math.abs(got - want) / (tolerance.abs + tolerance.rel * Math.abs(want)) : NaN;
    if (share <= 1) into.worst = Math.max(into.worst, share);
    else differ();
  } else if (Array.isArray(want)) {
    // That a list is empty is something to compare as well.
    if (want.length === 0) into.numbers++;
    if (!isList(got) || got.length !== want.length) differ();
    else for (const [i, one] of want.entries()) compare(one, got[i], `${at}[${i}]`, tolerance, into);
  } else if (typeof want === "object" && want !== null) {
    if (typeof got !== "object" || got === null) differ();
    else
      for (const [key, one] of Object.entries(want))
        compare(one, (got as Record<string, unknown>)[key], at ? `${at}.${key}` : key, tolerance, into);
  } else {
    into.numbers++;
    if (want !== got) differ();
  }
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

const SHOWN = 60;

function show(value: unknown): string {
  const text = ArrayBuffer.isView(value) ? `${value.constructor.name}` : (JSON.stringify(value) ?? "nothing");
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
