import Link from "next/link";
import type { ButtonHTMLAttributes, ComponentProps } from "react";
import { classNames } from "./class-names.ts";

type Look = "primary" | "secondary" | "quiet" | "danger";

const BASE =
  "inline-flex min-h-8 items-center justify-center gap-2 rounded-md px-3 py-1.5 text-sm font-medium whitespace-nowrap motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-55 max-sm:min-h-11";

const LOOKS: Record<Look, string> = {
  primary: "bg-ink text-canvas hover:bg-ink/85",
  secondary: "border border-edge/60 bg-surface text-ink hover:bg-fill",
  quiet: "text-muted hover:bg-fill hover:text-ink",
  danger: "border border-danger/60 bg-surface text-danger hover:bg-danger-soft",
};

export function buttonClass(look: Look = "secondary"): string {
  return classNames(BASE, LOOKS[look]);
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
}

export function Button({ look, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={classNames(buttonClass(look), className)} {...rest} />;
}

type ButtonLinkProps = ComponentProps<typeof Link> & { look?: Look };

/** A link that reads as a button: goes somewhere, changes nothing. */
export function ButtonLink({ look, className, ...rest }: ButtonLinkProps) {
  return <Link className={classNames(buttonClass(look), className)} {...rest} />;
}
