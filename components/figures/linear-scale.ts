/** Pages scale their axes as reports do. */
export { linearScale, niceDomain } from "#lib/stats/linear-scale.ts";
