/**
 * What `Date.toISOString` writes of a moment that Postgres writes as text: "2026-01-31 09:30:00" or with up to three decimals, in UTC.
 * Columns of times have that precision, and sessions the date style ISO, which is Postgres' own.
 */
export function isoTime(text: string): string {
  const fraction = text.slice(20).padEnd(3, "0");
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}
