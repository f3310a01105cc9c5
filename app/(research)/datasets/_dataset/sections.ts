/** The pages of a data set, in the order of their tabs. The first one is the data set's own. */
export const SECTIONS = [
  { id: "images", label: "Images", path: "" },
  { id: "classes", label: "Classes", path: "/classes" },
  { id: "splits", label: "Splits", path: "/splits" },
  { id: "duplicates", label: "Duplicates", path: "/duplicates" },
  { id: "review", label: "Review", path: "/review" },
  { id: "versions", label: "Versions", path: "/versions" },
  { id: "import", label: "Import", path: "/import" },
  { id: "exports", label: "Export", path: "/exports" },
] as const;

export type SectionId = (typeof SECTIONS)[number]["id"];
