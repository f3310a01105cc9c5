import Link from "next/link";
import type { ReactNode } from "react";

export interface Row {
  id: string;
  href: string;
  title: string;
  detail: ReactNode;
  aside?: ReactNode;
}

/** A short list whose every row leads somewhere. */
export function RowList({ rows }: { rows: readonly Row[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {rows.map(({ id, href, title, detail, aside }) => (
        <li key={id}>
          <Link
            href={href}
            className="flex items-center justify-between gap-4 px-4 py-2.5 -outline-offset-2 hover:bg-fill/60"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{title}</span>
              <span className="block truncate text-sm text-muted">{detail}</span>
            </span>
            {aside}
          </Link>
        </li>
      ))}
    </ul>
  );
}
