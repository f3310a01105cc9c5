import Link from "next/link";
import type { VersionUse, VersionUseKind } from "#lib/services/versions/version-uses.ts";

const PLACES: Record<VersionUseKind, { label: string; path: string }> = {
  run: { label: "Run", path: "/explanations" },
  training: { label: "Training", path: "/models/trainings" },
  study: { label: "Study", path: "/studies" },
  report: { label: "Classification report of", path: "/models" },
};

/** Where a version is used, with the way there. */
export function UseList({ uses }: { uses: readonly VersionUse[] }) {
  return (
    <ul className="grid gap-1">
      {uses.map(({ kind, id, name }) => (
        <li key={`${kind} ${id}`}>
          <span className="text-muted">{PLACES[kind].label} </span>
          <Link
            href={`${PLACES[kind].path}/${id}`}
            className="inline-block min-h-6 underline underline-offset-3"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
