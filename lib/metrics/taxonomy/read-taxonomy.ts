import { AppError } from "#lib/errors.ts";
import { ancestors, type Taxonomy } from "./wu-palmer.ts";

/** Larger ones are no class hierarchy; WordNet's nouns have 82,000 concepts. */
const MAX_CONCEPTS = 1_000_000;

/**
 * A taxonomy file: lines `child<TAB>parent` (a line with one name, or an empty parent, is a root; `#` begins a comment), or a JSON
 * tree whose objects hold the children of each name ({"animal": {"bird": {"sparrow": {}}}}), arrays and null being leaves too.
 * A parent that has no line of its own is a root.
 *
 * @throws AppError `invalid` for a concept with two parents, a circle, or what is neither
 */
export function readTaxonomy(text: string): Taxonomy {
  const parents = new Map<string, string | null>();
  const entries = text.trimStart().startsWith("{") ? fromJson(text) : fromLines(text);
  for (const [child, parent] of entries) {
    const known = parents.get(child);
    if (known !== undefined && known !== parent) {
      throw new AppError(
        "invalid",
        `“${child}” has two parents, “${known}” and “${parent}”: a tree has one.`,
      );
    }
    parents.set(child, parent);
    if (parents.size > MAX_CONCEPTS)
      throw new AppError("too_large", `The taxonomy has more than ${MAX_CONCEPTS} concepts.`);
  }
  for (const parent of [...parents.values()])
    if (parent !== null && !parents.has(parent)) parents.set(parent, null);
  if (parents.size === 0)
    throw new AppError("invalid", "The taxonomy is empty: give lines child<TAB>parent.");
  for (const concept of parents.keys()) ancestors(parents, concept);
  return parents;
}

function* fromLines(text: string): Generator<[string, string | null]> {
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const names = line.split("\t").map((name) => name.trim());
    if (names.length > 2 || names[0] === "") {
      throw new AppError("invalid", `Line ${at + 1} of the taxonomy is not child<TAB>parent.`, {
        line: at + 1,
      });
    }
    yield [names[0], names[1] || null];
  }
}

function* fromJson(text: string): Generator<[string, string | null]> {
  let tree: unknown;
  try {
    tree = JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid", "The taxonomy looks like JSON but cannot be read as it.", {}, cause);
  }
  const rest: [unknown, string | null][] = [[tree, null]];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [node, parent] = next;
    if (typeof node === "string") yield [node, parent];
    else if (Array.isArray(node)) for (const child of node) rest.push([child, parent]);
    else if (typeof node === "object" && node !== null) {
      for (const [name, children] of Object.entries(node)) {
        yield [name, parent];
        rest.push([children, name]);
      }
    } else if (node !== null) {
      throw new AppError("invalid", `The taxonomy's JSON holds ${JSON.stringify(node)}, which is no name.`);
    }
  }
}
