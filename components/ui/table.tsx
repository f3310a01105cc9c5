import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";
import { classNames } from "./class-names.ts";
import { ScrollArea } from "./scroll-area.tsx";

interface TableProps {
  /** Says what the table holds; read by screen readers, and the name of the scrolling region. */
  caption: string;
  children: ReactNode;
  className?: string;
  /** For many rows: the table scrolls inside itself, under its head if that has `Th stuck`. */
  tall?: boolean;
}

/** A table that scrolls sideways inside itself on a narrow screen; its first column may be pinned with `Th pinned`. */
export function Table({ caption, children, className, tall }: TableProps) {
  return (
    <ScrollArea label={caption} tall={tall}>
      <table className={classNames("w-full border-collapse text-sm", className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </ScrollArea>
  );
}

interface CellProps {
  numeric?: boolean;
  /** Stays in place while the rest scrolls sideways. */
  pinned?: boolean;
}

const PINNED = "sticky left-0 z-10 bg-canvas";

export function Th({
  numeric,
  pinned,
  className,
  scope = "col",
  ...rest
}: CellProps & ThHTMLAttributes<HTMLElement>) {
  return (
    <th
      scope={scope}
      className={classNames(
        "border-b border-line px-3 py-2 align-bottom font-normal first:pl-0 last:pr-0",
        scope === "col" ? "text-muted" : "text-ink",
        numeric ? "text-right" : "text-left",
        pinned && PINNED,
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ numeric, pinned, className, ...rest }: CellProps & TdHTMLAttributes<HTMLElement>) {
  return (
    <td
      className={classNames(
        "border-b border-line px-3 py-2 first:pl-0 last:pr-0",
        numeric && "text-right whitespace-nowrap tabular-nums",
        pinned && PINNED,
        className,
      )}
      {...rest}
    />
  );
}
