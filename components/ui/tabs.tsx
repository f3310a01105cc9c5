import Link from "next/link";
import { classNames } from "./class-names.ts";

interface Tab {
  label: string;
  href: string;
  current: boolean;
}

/** Tabs and facets live in the URL, so they are links: they can be shared, opened aside and walked back. */
export function LinkTabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="-mx-1 flex flex-wrap gap-1">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={false}
          aria-current={tab.current ? "page" : undefined}
          className={classNames(
            "inline-flex min-h-7 items-center rounded-md px-2 text-sm max-sm:min-h-9 max-sm:px-3",
            tab.current ? "bg-fill font-medium text-ink" : "text-muted hover:bg-fill/60 hover:text-ink",
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
