/** Of PostgreSQL: no such character (22021, 22P05), a number or date out of range (22003, 22008, 22009). */
const UNSTORABLE = /Code: `(22021|22P05|22003|22008|22009)`|Value out of range for the type/;

/** Whether the database refused a value that no column can hold: whoever sent it was wrong, not what stored it. */
export function isUnstorable(error: unknown): boolean {
  return error instanceof Error && UNSTORABLE.test(error.message);
}
