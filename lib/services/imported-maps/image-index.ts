/** An image of a run, as a map may name it. */
export interface NamedImage {
  id: string;
  fileName: string;
  /** Content hash of the bytes as imported. */
  sha256: string;
}

export type Found = { imageId: string } | { reason: string };

const withoutEnding = (path: string) => path.replace(/\.[^./]+$/, "");

const baseName = (path: string) => path.replace(/^.*\//, "");

/** "a/b/c" -> "a/b/c", "b/c", "c" */
function tails(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, at) => parts.slice(at).join("/"));
}

/**
 * Finds images by content hash, or by file name with or without its ending; folders in front, of the map's name or the image's, may be
 * missing as long as one image alone fits.
 */
export function indexImages(images: readonly NamedImage[]): (name: string) => Found {
  const byHash = new Map(images.map(({ id, sha256 }) => [sha256, id]));
  const byTail = new Map<string, Set<string>>();
  const exact = new Map<string, string>();
  for (const { id, fileName } of images) {
    for (const name of [fileName, withoutEnding(fileName)]) {
      exact.set(name, id);
      for (const tail of tails(name)) byTail.set(tail, (byTail.get(tail) ?? new Set()).add(id));
    }
  }
  return (name) => {
    const wanted = [name, withoutEnding(name)];
    const sure =
      byHash.get(baseName(name).toLowerCase()) ?? wanted.map((one) => exact.get(one)).find(Boolean);
    if (sure) return { imageId: sure };
    for (const tail of wanted.flatMap(tails)) {
      const [first, second] = byTail.get(tail) ?? [];
      if (second) return { reason: `several images of the run are called ${tail}` };
      if (first) return { imageId: first };
    }
    return { reason: `no image of the run is called ${name}` };
  };
}
