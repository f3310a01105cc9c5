import { DEFAULT_LEVEL, DEFAULT_REPLICATES } from "#lib/stats/bootstrap.ts";

/** What the analyses in R and Python do otherwise where each rater belongs to one arm. */

/** R: ends of the intervals of means, [2, arms], from `sums` and `counts`. */
export const R_INTERVALS_BETWEEN = `# The raters of each arm are resampled apart (Field and Welsh 2007); percentiles at the expanded level of Hesterberg (2015).
ends <- sapply(seq_along(arms), function(at) {
  own <- which(counts[, at] > 0)
  n <- length(own)
  if (n < 2) return(c(NA, NA))
  level <- 1 - 2 * pnorm(-sqrt(n / (n - 1)) * qt((1 + ${DEFAULT_LEVEL}) / 2, n - 1))
  resampled <- replicate(${DEFAULT_REPLICATES}, {
    drawn <- own[sample.int(n, replace = TRUE)]
    sum(sums[drawn, at]) / sum(counts[drawn, at])
  })
  quantile(resampled, c((1 - level) / 2, (1 + level) / 2), names = FALSE)
})`;

/** R: what follows the table of methods. */
export const R_TESTS_BETWEEN = `
# Every two arms between raters, of their mean scores. The report counts ties exactly up to 60 raters; this is the normal approximation.
own <- sums / counts
for (one in seq_along(arms)) for (other in seq_along(arms)) if (one < other) {
  a <- own[counts[, one] > 0, one]
  b <- own[counts[, other] > 0, other]
  if (length(a) < 2 || length(b) < 2) next
  test <- suppressWarnings(wilcox.test(a, b, exact = FALSE, correct = FALSE))
  cat(sprintf("%s less %s: %.4f, p = %.4g\\n", table$arm[one], table$arm[other], mean(a) - mean(b), test$p.value))
}
`;

/** Python: `resamples` [replicates, arms] of means and the `levels` [arms] of their percentiles, from `sums` and `counts`. */
export const PYTHON_INTERVALS_BETWEEN = [
  "# The raters of each arm are resampled apart; percentiles at the expanded level of Hesterberg (2015) for their number.",
  `levels = np.full(len(arms), ${DEFAULT_LEVEL})`,
  "for at in range(len(arms)):",
  "    own = np.flatnonzero(counts[:, at])",
  "    n = len(own)",
  "    if n < 2:",
  "        continue",
  "    t = stats.t.ppf((1 + levels[at]) / 2, n - 1)",
  "    levels[at] = 1 - 2 * stats.norm.cdf(-np.sqrt(n / (n - 1)) * t)",
  "    for resample in resamples:",
  "        drawn = random.choice(own, n)",
  "        resample[at] = sums[drawn, at].sum() / counts[drawn, at].sum()",
];

/** Python: the differences of `pairs` as `recomputed`, from `own`, raters x arms. */
export const PYTHON_DIFFERENCES_BETWEEN = [
  "taught = [own[counts[:, at] > 0, at] for at in range(len(arms))]",
  "average = [np.mean(one) if len(one) > 0 else np.nan for one in taught]",
  'pairs["recomputed"] = [average[number[a]] - average[number[b]] for a, b in zip(pairs.a, pairs.b)]',
  'control = [at for at, arm in enumerate(results["arms"]) if arm["explainerId"] == "control-plain"]',
  'for utility in results["report"]["utility"]:',
  '    ratio, arm = utility["ratio"], number[utility["armId"]]',
  '    assert "undefined" in ratio or abs(average[arm] / average[control[0]] - ratio["value"]) <= 1e-9',
];
