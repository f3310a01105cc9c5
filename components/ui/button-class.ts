import { classNames } from "./class-names.ts";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const BASE =
  "inline-flex min-h-8 items-center justify-center gap-2 rounded-md px-3 py-1.5 text-sm font-medium whitespace-nowrap motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-55 max-sm:min-h-11";

const LOOKS: Record<ButtonLook, string> = {
  primary: "bg-ink text-canvas hover:bg-ink/85",
  secondary: "border border-edge/60 bg-surface text-ink hover:bg-fill",
  quiet: "text-muted hover:bg-fill hover:text-ink",
  danger: "border border-danger/60 bg-surface text-danger hover:bg-danger-soft",
};

/** The look of a button, for whatever is pressed like one. */
export function buttonClass(look: ButtonLook = "secondary"): string {
  return classNames(BASE, LOOKS[look]);
}
