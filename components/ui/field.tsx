import type { ComponentProps, ReactNode, SelectHTMLAttributes } from "react";
import { classNames } from "./class-names.ts";

const CONTROL =
  "min-h-9 w-full rounded-md border border-edge bg-surface px-3 py-1.5 text-base text-ink placeholder:text-muted aria-invalid:border-danger max-sm:min-h-11 max-sm:text-[16px]";

interface FieldProps {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string;
  children: ReactNode;
}

/** A label, its control, a hint and an error, tied together by ids: `<id>-hint`, `<id>-error`. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-sm text-danger">
          {error}
        </p>
      ) : null}
    </div>
  );
}

interface Described {
  hinted?: boolean;
  invalid?: boolean;
}

function describedBy(id: string | undefined, { hinted, invalid }: Described): string | undefined {
  const ids = [hinted && `${id}-hint`, invalid && `${id}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

export function TextInput({ hinted, invalid, className, ...rest }: Described & ComponentProps<"input">) {
  return (
    <input
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy(rest.id, { hinted, invalid })}
      className={classNames(CONTROL, className)}
      {...rest}
    />
  );
}

const FILE =
  "file:mr-3 file:rounded-md file:border file:border-edge/60 file:bg-fill file:px-3 file:py-1 file:text-sm file:font-medium file:text-ink";

export function FileInput({ className, ...rest }: ComponentProps<typeof TextInput>) {
  return <TextInput type="file" className={classNames(FILE, className)} {...rest} />;
}

export function TextArea({ hinted, invalid, className, ...rest }: Described & ComponentProps<"textarea">) {
  return (
    <textarea
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy(rest.id, { hinted, invalid })}
      className={classNames(CONTROL, className)}
      {...rest}
    />
  );
}

export function Select({
  hinted,
  invalid,
  className,
  ...rest
}: Described & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <select
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy(rest.id, { hinted, invalid })}
      className={classNames(CONTROL, className)}
      {...rest}
    />
  );
}
