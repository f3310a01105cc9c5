/** Where the statistics of a study's report come from, by key; docs/statistics.md says which is for what. */
export const statisticsLiterature = {
  brown1910:
    "Brown (1910). Some experimental results in the correlation of mental abilities. British Journal of Psychology 3.",
  field2007:
    "Field and Welsh (2007). Bootstrapping clustered data. Journal of the Royal Statistical Society B 69.",
  hesterberg2015:
    "Hesterberg (2015). What teachers should know about the bootstrap. The American Statistician 69.",
  holm1979:
    "Holm (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6.",
  kerby2014:
    "Kerby (2014). The simple difference formula: an approach to teaching nonparametric correlation. Comprehensive Psychology 3.",
  krippendorff2004:
    "Krippendorff (2004). Content Analysis: An Introduction to Its Methodology. 2nd edition, Sage.",
  nili2014:
    "Nili et al. (2014). A toolbox for representational similarity analysis. PLoS Computational Biology 10.",
  spearman1904:
    "Spearman (1904). The proof and measurement of association between two things. American Journal of Psychology 15.",
  spearman1910: "Spearman (1910). Correlation calculated from faulty data. British Journal of Psychology 3.",
  wilcoxon1945: "Wilcoxon (1945). Individual comparisons by ranking methods. Biometrics Bulletin 1.",
} as const satisfies Readonly<Record<string, string>>;

/** The same where arms are compared between raters and not within them. */
export const betweenLiterature = {
  cliff1993:
    "Cliff (1993). Dominance statistics: ordinal analyses to answer ordinal questions. Psychological Bulletin 114.",
  mann1947:
    "Mann and Whitney (1947). On a test of whether one of two random variables is stochastically larger than the other. Annals of Mathematical Statistics 18.",
} as const satisfies Readonly<Record<string, string>>;
