/** The parts of the product, in the order of the work; `key` follows `g`. */
export const SECTIONS = [
  { key: "h", label: "Home", href: "/" },
  { key: "d", label: "Datasets", href: "/datasets" },
  { key: "m", label: "Models", href: "/models" },
  { key: "e", label: "Explanations", href: "/explanations" },
  { key: "y", label: "Playground", href: "/playground" },
  { key: "k", label: "Metrics", href: "/metrics" },
  { key: "s", label: "Studies", href: "/studies" },
  { key: "p", label: "Settings", href: "/settings" },
] as const;

export function isCurrentSection(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
