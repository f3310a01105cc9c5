import type { DatasetFolder } from "./dataset-folder.ts";
import { baseName, isPicture, withoutEnding } from "./picture-name.ts";

/**
 * Finds the picture that a describing file of the same name belongs to: `Annotations/a/1.xml` -> `JPEGImages/a/1.jpg`.
 * Returns all whose path without ending ends in `stem`.
 */
export function pictureStems({ files }: DatasetFolder) {
  const byName = new Map<string, string[]>();
  for (const { path } of files) {
    if (!isPicture(path)) continue;
    const name = withoutEnding(baseName(path));
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return (stem: string): string[] =>
    (byName.get(baseName(stem)) ?? []).filter((path) => {
      const bare = withoutEnding(path);
      return bare === stem || bare.endsWith(`/${stem}`);
    });
}
