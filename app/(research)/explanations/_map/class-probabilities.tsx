import Link from "next/link";
import { formatPercent } from "#components/figures/format-number.ts";
import type { ContextClass } from "#lib/services/explanations/get-map-context.ts";

/** More classes than this are a list of their own. */
const MOST = 20;

interface ClassProbabilitiesProps {
  classes: readonly ContextClass[];
  /** Class whose map is shown. */
  target: number;
  truth: string | null;
}

/** The model's answer class by class; those with a map by the same method lead to it. */
export function ClassProbabilities({ classes, target, truth }: ClassProbabilitiesProps) {
  const shown = classes.filter(
    ({ index, mapId, name }, rank) => rank < MOST || index === target || mapId || name === truth,
  );
  return (
    <div>
      <ul className="tabular-nums">
        {shown.map(({ index, name, probability, mapId }) => (
          <li
            key={index}
            className="grid min-h-8 grid-cols-[minmax(0,1fr)_96px_56px] items-center gap-x-3 text-sm max-sm:min-h-11"
          >
            <span className="truncate">
              {index === target ? (
                <span aria-current="true" className="font-semibold">
                  {name}
                </span>
              ) : mapId ? (
                <Link className="link" href={`/explanations/map/${mapId}`}>
                  {name}
                </Link>
              ) : (
                name
              )}
              {name === truth ? <span className="ml-1 text-xs text-muted">true</span> : null}
            </span>
            <span aria-hidden="true" className="h-2 rounded-full bg-fill">
              <span
                className="block h-full rounded-full bg-ink/70"
                style={{ width: `${(probability ?? 0) * 100}%` }}
              />
            </span>
            <span className="text-right text-muted">
              {probability === null ? "–" : formatPercent(probability)}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < classes.length ? (
        <p className="mt-1 text-xs text-muted">
          The {shown.length} likeliest of {classes.length} classes, and those with a map.
        </p>
      ) : null}
    </div>
  );
}
