import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { holm } from "#lib/stats/holm.ts";
import { rankBiserial, type WilcoxonOptions, wilcoxonSignedRank } from "#lib/stats/wilcoxon.ts";

function golden<T>(name: string): (T & { name: string })[] {
  return JSON.parse(readFileSync(new URL(`./golden/stats/${name}.json`, import.meta.url), "utf8")).cases;
}

function close(got: number, want: number) {
  expect(Math.abs(got - want), `${got} for ${want}`).toBeLessThanOrEqual(1e-9 + 1e-9 * Math.abs(want));
}

describe("Wilcoxon's signed-rank test", () => {
  interface Answer {
    undefined?: string;
    statistic?: number;
    W_plus?: number;
    W_minus?: number;
    p: number;
  }
  interface Case {
    d: number[];
    expected: Record<string, Answer> & { rank_biserial: number | { undefined: string } };
  }

  /** `exact/pratt/less`, `asymptotic/wilcox/greater/cc` */
  function optionsOf(key: string): WilcoxonOptions | null {
    const [method, zeros, alternative, continuity] = key.split("/");
    if (zeros !== "wilcox" && zeros !== "pratt") return null;
    return {
      method: method === "exact" ? "exact" : "normal",
      zeros: zeros === "wilcox" ? "drop" : "pratt",
      alternative: alternative as WilcoxonOptions["alternative"],
      continuity: continuity === "cc",
    };
  }

  it.each(golden<Case>("wilcoxon"))("$name", ({ d, expected: { rank_biserial, ...expected } }) => {
    let compared = 0;
    for (const [key, want] of Object.entries(expected)) {
      const options = optionsOf(key);
      if (!options) continue;
      compared++;
      const got = wilcoxonSignedRank(d, options);
      if (want.undefined || "undefined" in got) {
        expect(got).toEqual({ undefined: want.undefined });
        continue;
      }
      close(got.p, want.p);
      const smaller = Math.min(got.plus, got.minus);
      if (want.statistic !== undefined)
        close(options.alternative === "two-sided" ? smaller : got.plus, want.statistic);
      if (want.W_plus !== undefined) close(got.plus, want.W_plus);
      if (want.W_minus !== undefined) close(got.minus, want.W_minus);
    }
    expect(compared).toBeGreaterThanOrEqual(12);
    const effect = rankBiserial(d);
    if ("undefined" in effect) expect(effect).toEqual(rank_biserial);
    else close(effect.value, rank_biserial as number);
  });
});

describe("Holm's correction", () => {
  interface Case {
    p: (number | null)[];
    expected: { holm: { adjusted: (number | null)[] } };
  }

  it.each(golden<Case>("multiplicity"))("$name", ({ p, expected }) => {
    const got = holm(p);
    expect(got).toHaveLength(p.length);
    for (const [i, want] of expected.holm.adjusted.entries()) {
      if (want === null) expect(got[i]).toBeNull();
      else close(got[i]!, want);
    }
  });
});
