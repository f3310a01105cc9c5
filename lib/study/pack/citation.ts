/** A work as BibTeX wants it. */
export interface Citation {
  readonly key: string;
  readonly authors: readonly string[];
  readonly title: string;
  readonly venue: string;
  readonly year: string;
}

const AND_OTHERS = /\s+et al$/;

/**
 * Reads a work from one of the two forms in which this project writes them down:
 * "Authors, separated by commas: Title. Venue, year." and "Authors (year). Title. Venue."
 * @throws RangeError for a text of neither form
 */
export function parseCitation(text: string, key?: string): Citation {
  const dated = /^(.+?) \((\d{4})\)\. (.+?[.?!]) (.+)\.$/s.exec(text);
  if (dated) {
    const [, authors, year, title, venue] = dated;
    return cited(key ?? keyOf(authors, year), authors, title, venue, year);
  }
  const listed = /^([^:]+): (.+[.?!]) ([^.?!]*(?:\.\d+)?[^.?!]*), (\d{4})\.$/s.exec(text);
  if (!listed) throw new RangeError(`Not a citation: ${text}`);
  const [, authors, title, venue, year] = listed;
  return cited(key ?? keyOf(authors, year), authors, title, venue, year);
}

function cited(key: string, authors: string, title: string, venue: string, year: string): Citation {
  const names = authors
    .replace(/\.$/, "")
    .replace(AND_OTHERS, ", others")
    .split(/,\s*|\s+and\s+/)
    .map((name) => name.replace(/^et al\.?$/, "others"))
    .filter((name) => name !== "");
  return { key, authors: names, title: title.replace(/\.$/, ""), venue, year };
}

function keyOf(authors: string, year: string): string {
  const [first] = /^\p{L}+/u.exec(authors) ?? ["anonymous"];
  return `${first
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase()}${year}`;
}

/** "Field and Welsh 2007", "Nili et al. 2014". */
export function shortCitation({ authors, year }: Citation): string {
  const [first, second] = authors;
  if (authors.length === 1) return `${first} ${year}`;
  return authors.length === 2 && second !== "others"
    ? `${first} and ${second} ${year}`
    : `${first} et al. ${year}`;
}
