/** One page of a list and where the neighbouring pages start; null at the ends. */
export interface Page<Row> {
  rows: Row[];
  after: string | null;
  before: string | null;
}

export interface PageRequest {
  after?: string;
  before?: string;
}

/**
 * Cuts what was read (one row more than the page holds, and in reverse order when walking back) into a page.
 * @param cursorOf what identifies a row's place in the order
 */
export function toPage<Row>(
  read: readonly Row[],
  size: number,
  { after, before }: PageRequest,
  cursorOf: (row: Row) => string,
): Page<Row> {
  const more = read.length > size;
  const kept = read.slice(0, size);
  const rows = before ? kept.reverse() : kept;
  const hasAfter = before ? true : more;
  const hasBefore = before ? more : Boolean(after);
  return {
    rows,
    after: hasAfter && rows.length > 0 ? cursorOf(rows[rows.length - 1]) : null,
    before: hasBefore && rows.length > 0 ? cursorOf(rows[0]) : null,
  };
}
