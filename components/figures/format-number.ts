/** Pages print numbers as reports do. */
export {
  formatCount,
  formatInterval,
  formatNumber,
  formatP,
  formatPercent,
  formatShort,
} from "#lib/stats/format-number.ts";
