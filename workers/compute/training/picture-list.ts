/** Where a process finds pictures by itself: a data set as it stands, or this installation's stored files. */
export type PictureStore =
  | {
      kind: "folder";
      /** Or a file that holds a data set. */
      folder: string;
      /** Layout of the data; left out: what it looks like. */
      format?: string;
    }
  | { kind: "files"; folder: string };

/** Pictures with their classes: paths in a folder, or names (SHA-256) in storage. */
export interface PictureList {
  store: PictureStore;
  names: readonly string[];
  labels: readonly number[];
}
