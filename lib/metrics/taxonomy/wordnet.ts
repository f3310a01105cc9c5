import { AppError } from "#lib/errors.ts";
import type { ConceptSimilarity } from "./wu-palmer.ts";

/** The nouns of a WordNet database (Princeton, 3.x) as two of its files hold them. */
export interface WordnetNouns {
  /** Offsets of the synsets of each lemma (lower case, `_` for a space), the most frequent sense first. */
  senses: ReadonlyMap<string, readonly number[]>;
  /** Offsets of the hypernyms of each synset, of instances too. A synset may have several. */
  hypernyms: ReadonlyMap<number, readonly number[]>;
}

const HYPERNYMS = new Set(["@", "@i"]);

/**
 * Reads `index.noun` and `data.noun`, see wndb(5WN). Lines that begin with a space are the licence.
 * @throws AppError `invalid` for what is no such file
 */
export function readWordnetNouns(index: string, data: string): WordnetNouns {
  const senses = new Map<string, number[]>();
  for (const line of linesOf(index)) {
    const fields = line.split(" ");
    const count = Number(fields[2]);
    senses.set(fields[0], fields.slice(fields.length - count).map(Number));
  }
  const hypernyms = new Map<number, number[]>();
  for (const line of linesOf(data)) {
    const fields = line.split(" ");
    // offset, file, type, words in hexadecimal, (word, id)*, pointers, (symbol, offset, type, source/target)*
    const pointers = 4 + 2 * Number.parseInt(fields[3], 16);
    const above: number[] = [];
    for (let k = 0; k < Number(fields[pointers]); k++) {
      const at = pointers + 1 + 4 * k;
      if (HYPERNYMS.has(fields[at])) above.push(Number(fields[at + 1]));
    }
    hypernyms.set(Number(fields[0]), above);
  }
  const whole = [...senses.values()].every((offsets) => offsets.every((offset) => hypernyms.has(offset)));
  if (senses.size === 0 || !whole) {
    throw new AppError("invalid", "This is no WordNet database: index.noun and data.noun do not fit.");
  }
  return { senses, hypernyms };
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith(" "))
    .map((line) => line.trimEnd());
}

/**
 * The synset of a class: its name's most frequent sense as a noun. "014.Indigo_Bunting", "indigo bunting" and "Indigo-bunting" are
 * one name; of several names separated by commas, as in lists of ImageNet's classes, the first that is known counts.
 * @throws AppError `invalid` for a name that WordNet does not know
 */
export function findSynset({ senses }: WordnetNouns, className: string): number {
  for (const name of className.split(",")) {
    const lemma = name
      .trim()
      .toLowerCase()
      .replace(/^\d+[._ ]/, "")
      .replaceAll(" ", "_");
    const found = senses.get(lemma) ?? senses.get(lemma.replaceAll("-", "_"));
    if (found) return found[0];
  }
  throw new AppError(
    "invalid",
    `WordNet knows no noun “${className}”. Call the class by one, or give a taxonomy file with lines child<TAB>parent.`,
    { reason: "unknown_concept", concept: className },
  );
}

/**
 * Wu and Palmer's similarity of classes in WordNet, where a concept may have several parents: the largest
 *
 *   2 depth(s) / (2 depth(s) + steps(a, s) + steps(b, s))
 *
 * over the concepts s above both, depth = nodes on the longest way up to the root, steps = fewest steps. A class has similarity 1
 * with itself. NLTK takes one s beforehand and mixes longest with shortest ways, so that "dog" is .93 similar to "dog" there; where
 * there is one way up, both agree.
 *
 * @returns [n][n] @throws AppError `invalid` for a class that WordNet does not know
 */
export function wordnetSimilarity(nouns: WordnetNouns, classNames: readonly string[]): ConceptSimilarity[][] {
  const depthOf = depths(nouns);
  const above = classNames.map((name) => stepsUp(nouns, findSynset(nouns, name)));
  return above.map((own) =>
    above.map((other) => {
      let best = 0;
      for (const [synset, steps] of own) {
        const others = other.get(synset);
        if (others === undefined) continue;
        const depth = 2 * depthOf(synset);
        best = Math.max(best, depth / (depth + steps + others));
      }
      return best > 0 ? { value: best } : { undefined: "no_common_ancestor" };
    }),
  );
}

/** Fewest steps from a synset to each above it. */
function stepsUp({ hypernyms }: WordnetNouns, synset: number): Map<number, number> {
  const steps = new Map([[synset, 0]]);
  // A Map is visited in the order of insertion, those added on the way included: breadth first.
  for (const [at, count] of steps)
    for (const parent of hypernyms.get(at) ?? []) if (!steps.has(parent)) steps.set(parent, count + 1);
  return steps;
}

function depths({ hypernyms }: WordnetNouns): (synset: number) => number {
  const known = new Map<number, number>();
  const depth = (synset: number): number => {
    const before = known.get(synset);
    if (before !== undefined) return before;
    const parents = hypernyms.get(synset) ?? [];
    const own = 1 + Math.max(0, ...parents.map(depth));
    known.set(synset, own);
    return own;
  };
  return depth;
}
