import { DEFAULT_LEVEL, DEFAULT_REPLICATES } from "#lib/stats/bootstrap.ts";
import { PYTHON_DIFFERENCES_BETWEEN, PYTHON_INTERVALS_BETWEEN } from "./analysis-between.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import type { PackSubject } from "./pack-subject.ts";
import { packFileName, SIMULATED } from "./simulated-mark.ts";

/**
 * analysis.ipynb: the table of methods from the CSV files, in Python with numpy, pandas and scipy. Means and differences are checked
 * against results.json to 1e-9; the bootstrap draws its own resamples, so that intervals agree up to Monte Carlo error.
 */
export function analysisNotebook({ study, report }: PackSubject): string {
  const prefix = packFileName("", report.simulated);
  const cells = [
    markdown(
      ...(report.simulated ? [`**${SIMULATED}**`, ""] : []),
      `# ${escapeMarkdown(study.name)}`,
      "",
      "Recomputes the table of methods from `scores.csv`, in the folder of this notebook.",
      "Means, counts and differences must agree with `results.json` to 1e-9. Intervals are bootstrapped anew, with",
      "other random numbers than the report's: their ends agree up to Monte Carlo error, about a twentieth of a width.",
      "",
      "Needs numpy, pandas and scipy.",
    ),
    code(
      "import json",
      "",
      "import numpy as np",
      "import pandas as pd",
      "from scipy import stats",
      "",
      `PREFIX = ${JSON.stringify(prefix)}`,
      "",
      "",
      "def read(table):",
      '    return pd.read_csv(f"{PREFIX}{table}.csv", keep_default_na=False, encoding="utf-8")',
      "",
      "",
      'with open(f"{PREFIX}results.json", encoding="utf-8") as file:',
      "    results = json.load(file)",
      'scores = read("scores").query("analysed == 1")',
      'arms = pd.Index([arm["number"] for arm in results["arms"]], name="arm_number")',
    ),
    markdown("## Means, and intervals that resample whole raters (Field and Welsh 2007)"),
    code(
      "def by_rater(aggregate):",
      '    """Raters x arms, 0 where a rater scored no map of an arm."""',
      '    cells = scores.groupby(["rater", "arm_number"])["score"].agg(aggregate).unstack(fill_value=0)',
      "    return cells.reindex(columns=arms, fill_value=0).to_numpy(dtype=float)",
      "",
      "",
      'sums, counts = by_rater("sum"), by_rater("count")',
      "raters = len(sums)",
      "random = np.random.default_rng(results['study']['seed'])",
      `resamples = np.full((${DEFAULT_REPLICATES}, len(arms)), np.nan)`,
      'with np.errstate(invalid="ignore"):',
      "    means = sums.sum(axis=0) / counts.sum(axis=0)",
      ...(report.betweenRaters ? PYTHON_INTERVALS_BETWEEN : INTERVALS),
      "",
      "table = pd.DataFrame(",
      "    {",
      '        "arm": [arm["label"] for arm in results["arms"]],',
      '        "raters": (counts > 0).sum(axis=0),',
      '        "ratings": counts.sum(axis=0).astype(int),',
      '        "mean": means,',
      "    },",
      "    index=arms,",
      ")",
      'table[["low", "high"]] = np.nan',
      "for at, arm in enumerate(arms):",
      "    kept = resamples[~np.isnan(resamples[:, at]), at]",
      '    if table["raters"].iat[at] > 1 and 2 * len(kept) >= len(resamples):',
      '        table.loc[arm, ["low", "high"]] = np.quantile(kept, [(1 - levels[at]) / 2, (1 + levels[at]) / 2])',
      "table",
    ),
    markdown(
      report.betweenRaters ? "## Differences between raters, and utility" : "## Differences within raters",
    ),
    code(
      'with np.errstate(invalid="ignore"):',
      "    own = sums / counts",
      'number = {arm["armId"]: at for at, arm in enumerate(results["report"]["arms"])}',
      'pairs = pd.DataFrame(results["report"]["comparisons"], columns=["a", "b", "statement", "difference"])',
      ...(report.betweenRaters ? PYTHON_DIFFERENCES_BETWEEN : DIFFERENCES),
      'pairs[["a", "b"]] = pairs[["a", "b"]].map(lambda arm: results["arms"][number[arm]]["label"])',
      'pairs.drop(columns="difference")',
    ),
    markdown("## The same as the report says"),
    code(
      'reported = pd.DataFrame([arm["score"] for arm in results["report"]["arms"]], index=arms)',
      'reported = reported.reindex(columns=["value", "low", "high"])',
      'known = reported["value"].notna()',
      'assert np.allclose(table["mean"][known], reported["value"][known].astype(float), rtol=0, atol=1e-9)',
      'assert list(table["ratings"]) == [arm["ratings"] for arm in results["report"]["arms"]]',
      'assert list(table["raters"]) == [arm["raters"] for arm in results["report"]["arms"]]',
      'for pair, difference in zip(pairs["recomputed"], pairs["difference"]):',
      '    assert "undefined" in difference or abs(pair - difference["value"]) <= 1e-9',
      "",
      "# Ends of the intervals, as a share of their width.",
      'width = (reported["high"] - reported["low"]).where(lambda w: w > 0)',
      '((table[["low", "high"]] - reported[["low", "high"]]).div(width, axis=0)).abs()',
    ),
  ];
  const notebook = {
    cells: cells.map((cell, at) => ({ id: `cell-${at + 1}`, ...cell })),
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

const INTERVALS = [
  "    for resample in resamples if raters > 1 else []:",
  "        times = np.bincount(random.integers(raters, size=raters), minlength=raters)",
  "        resample[:] = (times @ sums) / (times @ counts)",
  "",
  "# Percentiles of few raters are too close together: the expanded level of Hesterberg (2015).",
  `level = ${DEFAULT_LEVEL}`,
  "if raters > 1:",
  "    t = stats.t.ppf((1 + level) / 2, raters - 1)",
  "    level = 1 - 2 * stats.norm.cdf(-np.sqrt(raters / (raters - 1)) * t)",
  "levels = np.full(len(arms), level)",
];

const DIFFERENCES = [
  "within = [own[:, number[a]] - own[:, number[b]] for a, b in zip(pairs.a, pairs.b)]",
  'pairs["recomputed"] = [np.mean(d[~np.isnan(d)]) if (~np.isnan(d)).any() else np.nan for d in within]',
];

const sourceOf = (lines: readonly string[]): string[] =>
  lines.map((line, at) => (at < lines.length - 1 ? `${line}\n` : line));

const markdown = (...lines: string[]) => ({ cell_type: "markdown", metadata: {}, source: sourceOf(lines) });

const code = (...lines: string[]) => ({
  cell_type: "code",
  execution_count: null,
  metadata: {},
  outputs: [],
  source: sourceOf(lines),
});
