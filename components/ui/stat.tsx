import type { ReactNode } from "react";

/** A row of named numbers; read as a description list. */
export function Stats({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-[repeat(auto-fit,minmax(132px,274px))]">{children}</dl>
  );
}

interface StatProps {
  label: string;
  value: ReactNode;
  note?: ReactNode;
}

export function Stat({ label, value, note }: StatProps) {
  return (
    <div className="flex min-w-0 flex-col rounded-lg border border-line bg-surface px-3 py-2.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums">
        {value}
        {note ? <span className="block text-xs font-normal tracking-normal text-muted">{note}</span> : null}
      </dd>
    </div>
  );
}
