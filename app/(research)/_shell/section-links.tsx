"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#components/ui/class-names.ts";
import { KeyHint } from "#components/ui/key-hint.tsx";
import { isCurrentSection, type SectionLink } from "./sections.ts";

export function SectionLinks({ sections }: { sections: readonly SectionLink[] }) {
  const pathname = usePathname();
  return (
    <ul className="flex flex-col gap-0.5">
      {sections.map(({ key, label, href }) => {
        const current = isCurrentSection(href, pathname);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={current ? "page" : undefined}
              className={classNames(
                "flex min-h-8 items-center justify-between rounded-md px-2 text-sm max-md:min-h-11 max-md:text-base",
                current ? "bg-fill font-medium text-ink" : "text-muted hover:bg-fill/60 hover:text-ink",
              )}
            >
              {label}
              <span className="max-md:hidden">
                <KeyHint keys={`g ${key}`} />
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
