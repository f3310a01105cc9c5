/** What utility is, for whoever reads results. */
export const UTILITY_WORDS = {
  caption: "Utility of each method’s maps, by raters who learned from them and raters who learned without",
  meaning:
    "Utility is the share that raters predict who learned from a method’s maps, divided by that of raters who learned from the same pictures without maps (Colin et al. 2022). At 1 the maps teach nothing; below it they mislead.",
} as const;
