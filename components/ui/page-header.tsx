import Link from "next/link";
import type { ReactNode } from "react";

interface Crumb {
  label: string;
  href: string;
}

interface PageHeaderProps {
  title: ReactNode;
  /** One line of context beside or under the title. */
  context?: ReactNode;
  trail?: Crumb[];
  actions?: ReactNode;
}

export function PageHeader({ title, context, trail = [], actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-col gap-1">
      {trail.length > 0 ? (
        <nav aria-label="Breadcrumb">
          <ol className="flex flex-wrap gap-x-2 text-sm text-muted">
            {trail.map((crumb) => (
              <li key={crumb.href} className="after:ml-2 after:text-edge after:content-['/']">
                <Link href={crumb.href} className="inline-block min-h-6 hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {context ? <div className="mt-1 text-sm text-muted">{context}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
