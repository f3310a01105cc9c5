/** Pages say why something has no value as reports do. */
export { undefinedWords } from "#lib/stats/undefined-words.ts";
