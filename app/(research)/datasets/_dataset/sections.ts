import type { Action } from "#lib/auth/can.ts";

interface Section {
  id: string;
  label: string;
  path: string;
  /** Beyond reading the data set. */
  needs?: Action;
}

/** The pages of a data set, in the order of their tabs. The first one is the data set's own. */
export const SECTIONS = [
  { id: "images", label: "Images", path: "" },
  { id: "classes", label: "Classes", path: "/classes" },
  { id: "splits", label: "Splits", path: "/splits" },
  { id: "duplicates", label: "Duplicates", path: "/duplicates" },
  { id: "review", label: "Review", path: "/review" },
  { id: "agreement", label: "Agreement", path: "/agreement" },
  { id: "versions", label: "Versions", path: "/versions" },
  { id: "import", label: "Import", path: "/import", needs: "dataset:write" },
  { id: "exports", label: "Export", path: "/exports", needs: "dataset:export" },
] as const satisfies readonly Section[];

export type SectionId = (typeof SECTIONS)[number]["id"];

/** The pages one may open. */
export function openSections(may: (action: Action) => boolean): readonly Section[] {
  return SECTIONS.filter((section: Section) => section.needs === undefined || may(section.needs));
}
