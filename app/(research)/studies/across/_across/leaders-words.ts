import type { Statement } from "#lib/study/template.ts";

/** How often each method comes first, in a sentence; null where no study has a method in front. */
export function leadersWords(
  leaders: readonly (string | null)[],
  statement: Statement,
  who: string,
): string | null {
  const counts = new Map<string, number>();
  for (const leader of leaders) if (leader !== null) counts.set(leader, (counts.get(leader) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  if (ranked.length === 0) return null;
  const studies = leaders.length === 1 ? "the one study" : `${leaders.length} studies`;
  const parts = ranked.map(([label, count]) => (leaders.length === 1 ? label : `${label} in ${count}`));
  const list = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  return `Of maps ${statement} a class, in ${studies} ${who} put first ${list}. Whether the next method can be told from it is said in each study’s own results.`;
}
