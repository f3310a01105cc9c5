import { DEFAULT_LEVEL, DEFAULT_REPLICATES } from "#lib/stats/bootstrap.ts";
import { R_INTERVALS_BETWEEN, R_TESTS_BETWEEN } from "./analysis-between.ts";
import { plainText } from "./escape-html.ts";
import type { PackSubject } from "./pack-subject.ts";
import { packFileName, SIMULATED } from "./simulated-mark.ts";

/**
 * analysis.R: the table of methods in base R, as the notebook has it, and a cumulative link mixed model of the ratings with raters and
 * images as random effects (package ordinal), each statement apart.
 */
export function analysisScript({ study, arms, report, template }: PackSubject): string {
  const file = (name: string) => JSON.stringify(packFileName(name, report.simulated));
  const title = plainText(study.name).replace(/\s+/g, " ");
  return `${report.simulated ? `# ${SIMULATED}\n` : ""}# ${title}
#
# Recomputes the table of methods from scores.csv, in the folder of this script, and fits a cumulative link mixed model where
# answers are ordered ratings of one map. Means agree with results.json; intervals are bootstrapped anew, with other random numbers: their ends agree up to
# Monte Carlo error. The model needs the package ordinal; all else is base R.

read <- function(name) read.csv(name, na.strings = character(), fileEncoding = "UTF-8")
items <- read(${file("items.csv")})
scores <- read(${file("scores.csv")})
scores <- scores[scores$analysed == 1, ]
arms <- c(${arms.map(({ number }) => number).join(", ")})

# Raters x arms, 0 where a rater scored no map of an arm.
by_rater <- function(values) {
  cells <- tapply(values, list(scores$rater, factor(scores$arm_number, arms)), sum)
  cells[is.na(cells)] <- 0
  cells
}
sums <- by_rater(as.numeric(scores$score))
counts <- by_rater(rep(1, nrow(scores)))
raters <- nrow(sums)

set.seed(${study.seed})
${report.betweenRaters ? R_INTERVALS_BETWEEN : INTERVALS}
table <- data.frame(
  arm_number = arms,
  arm = items$arm[match(arms, items$arm_number)],
  raters = colSums(counts > 0),
  ratings = colSums(counts),
  mean = colSums(sums) / colSums(counts),
  low = ends[1, ],
  high = ends[2, ]
)
print(table, digits = 15, row.names = FALSE)
${report.betweenRaters ? R_TESTS_BETWEEN : ""}${template.response.kind === "scale" && template.shows.kind === "one-arm" ? MIXED_MODEL : ""}`;
}

const INTERVALS = `# Whole raters are resampled (Field and Welsh 2007); percentiles at the expanded level of Hesterberg (2015).
level <- ${DEFAULT_LEVEL}
resamples <- matrix(NA_real_, ${DEFAULT_REPLICATES}, length(arms))
if (raters > 1) {
  for (i in seq_len(nrow(resamples))) {
    times <- tabulate(sample.int(raters, replace = TRUE), raters)
    resamples[i, ] <- colSums(times * sums) / colSums(times * counts)
  }
  level <- 1 - 2 * pnorm(-sqrt(raters / (raters - 1)) * qt((1 + level) / 2, raters - 1))
}
ends <- sapply(seq_along(arms), function(at) {
  kept <- resamples[!is.nan(resamples[, at]) & !is.na(resamples[, at]), at]
  if (sum(counts[, at] > 0) < 2 || 2 * length(kept) < nrow(resamples)) return(c(NA, NA))
  quantile(kept, c((1 - level) / 2, (1 + level) / 2), names = FALSE)
})`;

/** Of ratings, whose scores are the ordered answers themselves. */
const MIXED_MODEL = `
# Ordered ratings with raters and images as random effects. Methods of one statement are compared with its first.
if (requireNamespace("ordinal", quietly = TRUE)) {
  scores$statement <- items$statement[match(scores$arm_number, items$arm_number)]
  for (statement in unique(items$statement)) {
    own <- scores[scores$statement == statement, ]
    own$method <- factor(own$arm_number)
    own$ordered_score <- factor(own$score, ordered = TRUE)
    if (nlevels(own$method) < 2 || nlevels(own$ordered_score) < 2 || length(unique(own$rater)) < 3) {
      message("Maps ", statement, " a class: too little to fit a model.")
      next
    }
    cat("\\nMaps", statement, "a class\\n")
    fit <- ordinal::clmm(ordered_score ~ method + (1 | rater) + (1 | item), data = own)
    print(summary(fit))
  }
} else {
  message("Without the package ordinal no mixed model is fitted.")
}
`;
