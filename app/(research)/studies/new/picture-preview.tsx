import { classNames } from "#components/ui/class-names.ts";
import type { Task } from "#lib/study/participant-protocol.ts";

interface PicturePreviewProps {
  panels: number;
  /** Without a map. */
  plain: boolean;
  kind: Task["kind"];
}

/** Where the pictures stand, and what a rater would leave on them. */
export function PicturePreview({ panels, plain, kind }: PicturePreviewProps) {
  const words = plain ? "picture without a map" : "picture with a highlighted area";
  const mark = (panel: number) =>
    kind === "ranking" && panel < 2 ? String(2 - panel) : kind === "best-worst" && panel < 2 ? "✓" : null;
  return (
    <ul lang="en" className={classNames("mb-3 grid gap-2", panels > 1 && "grid-cols-2")}>
      {Array.from({ length: panels }, (_, panel) => String.fromCharCode(65 + panel)).map((letter, panel) => (
        <li key={letter}>
          {panels > 1 ? (
            <p className="flex justify-between text-sm font-medium">
              {letter}
              {mark(panel) ? <span className="rounded-full bg-ink px-2 text-bg">{mark(panel)}</span> : null}
            </p>
          ) : null}
          <div className="relative grid aspect-square place-items-center rounded-xl bg-fill p-2 text-center text-sm text-muted">
            {panels > 1 && panel > 0 ? null : words}
            <Mark kind={kind} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A crosshair where somebody pointed, a stroke where somebody painted. */
function Mark({ kind }: { kind: Task["kind"] }) {
  if (kind !== "point" && kind !== "strokes") return null;
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true" className="absolute inset-0 stroke-accent" fill="none">
      {kind === "point" ? (
        <path
          strokeWidth="2"
          d="M 64 34 m -5 0 a 5 5 0 1 0 10 0 a 5 5 0 1 0 -10 0 M 64 25 v 5 M 64 38 v 5 M 55 34 h 5 M 68 34 h 5"
        />
      ) : (
        <path strokeWidth="9" strokeLinecap="round" opacity="0.6" d="M 30 32 Q 50 22 68 34" />
      )}
    </svg>
  );
}
