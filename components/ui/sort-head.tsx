import Link from "next/link";
import type { ReactNode } from "react";
import { Th } from "./table.tsx";

export interface Sorting {
  by: string;
  order: "asc" | "desc";
}

interface SortHeadProps {
  /** What the column is called in the URL. */
  column: string;
  sorting: Sorting;
  /** The page's address with another sorting. */
  href: (sorting: Sorting) => string;
  /** Which way a first click sorts. */
  first?: Sorting["order"];
  numeric?: boolean;
  pinned?: boolean;
  className?: string;
  children: ReactNode;
}

/** A column head that sorts its table by a link: the order is in the URL, so it can be shared and walked back. */
export function SortHead({ column, sorting, href, first = "asc", children, ...rest }: SortHeadProps) {
  const isCurrent = sorting.by === column;
  const other = sorting.order === "asc" ? "desc" : "asc";
  const next: Sorting = { by: column, order: isCurrent ? other : first };
  return (
    <Th {...rest} aria-sort={isCurrent ? (sorting.order === "asc" ? "ascending" : "descending") : undefined}>
      <Link
        className="inline-flex items-baseline gap-1 whitespace-nowrap underline decoration-line underline-offset-3 hover:text-ink"
        href={href(next)}
        scroll={false}
      >
        {children}
        <span aria-hidden="true" className="w-2 text-xs">
          {isCurrent ? (sorting.order === "asc" ? "↑" : "↓") : ""}
        </span>
      </Link>
    </Th>
  );
}
