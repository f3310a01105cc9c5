const PICTURE_NAME = /\.(jpe?g|png|webp|gif|tiff?)$/i;

/** Whether a file is called what a picture is called; what it is, its bytes say. */
export function isPicture(path: string): boolean {
  return PICTURE_NAME.test(path);
}

/** The file's own name. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder a path lies in with its "/", or "" at the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The path without the ending of its file name. */
export function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, "");
}
