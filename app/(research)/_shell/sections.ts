import type { Action } from "#lib/auth/can.ts";

export interface SectionLink {
  /** Follows `g`. */
  key: string;
  label: string;
  href: string;
}

/** The parts of the product, in the order of the work, and what one must be allowed to open them. */
export const SECTIONS: readonly (SectionLink & { needs?: Action })[] = [
  { key: "h", label: "Home", href: "/" },
  { key: "d", label: "Datasets", href: "/datasets", needs: "dataset:read" },
  { key: "m", label: "Models", href: "/models", needs: "model:read" },
  { key: "e", label: "Explanations", href: "/explanations", needs: "run:read" },
  { key: "y", label: "Playground", href: "/playground", needs: "model:read" },
  { key: "k", label: "Metrics", href: "/metrics", needs: "run:read" },
  { key: "s", label: "Studies", href: "/studies", needs: "study:read" },
  { key: "p", label: "Settings", href: "/settings" },
];

export function isCurrentSection(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
