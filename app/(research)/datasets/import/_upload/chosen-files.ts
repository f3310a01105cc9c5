/** A file to send, under its path from what was chosen. */
export interface ChosenFile {
  path: string;
  file: File;
}

/** What operating systems leave behind: never part of a data set. */
const HIDDEN = /(^|\/)(\.[^/]*|Thumbs\.db|__MACOSX)(\/|$)/;

const visible = (files: ChosenFile[]) => files.filter(({ path }) => !HIDDEN.test(path));

/** Files of an input, of a folder where it chooses one. */
export function fromInput(list: FileList | null): ChosenFile[] {
  return visible([...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Files and whole folders that were dropped. To be called while the drop is handled: the browser forgets it afterwards. */
export async function fromDrop({ items }: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return visible((await Promise.all(entries.map(readEntry))).flat());
}

async function readEntry(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const found: ChosenFile[] = [];
  for (const child of await readFolder(entry as FileSystemDirectoryEntry)) {
    for (const file of await readEntry(child)) found.push(file);
  }
  return found;
}

/** A browser gives the entries of a folder a hundred at a time. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    for (const entry of some) all.push(entry);
  }
}

/** What a data set of these files may be called: the archive or the folder, without its ending. */
export function proposeName(files: readonly ChosenFile[]): string {
  const [first] = files;
  const [top, ...rest] = first.path.split("/");
  const shared = rest.length > 0 && files.every(({ path }) => path.startsWith(`${top}/`));
  const name = files.length === 1 || shared ? top : "New data set";
  return (
    name.replace(/\.(zip|tar|tgz|tar\.gz|parquet|json|tfrecords?)$/i, "").slice(0, 120) || "New data set"
  );
}
