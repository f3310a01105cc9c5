import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  context?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Section({ title, context, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-10">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <h2 id={id} className="text-lg font-semibold tracking-tight">
            {title}
          </h2>
          {context ? <div className="text-sm text-muted">{context}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-3 text-sm">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
