import { formatCount } from "#components/figures/format-number.ts";
import type { Move } from "#lib/services/versions/diff-versions.ts";

/** What changed into what, and how often. */
export function MoveList({ moves, none }: { moves: readonly Move[]; none: string }) {
  if (moves.length === 0) return null;
  return (
    <ul className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {moves.map(({ from, to, count }) => (
        <li key={`${from} ${to}`} className="whitespace-nowrap">
          <span className="text-muted">{from ?? none}</span> → {to ?? none}{" "}
          <span className="text-muted tabular-nums">{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  );
}
