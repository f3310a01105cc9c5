import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SlicedSource } from "#lib/formats/sources/file-source.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";

let base: string;
let source: SlicedSource;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "whynot-folder-"));
  for (const folder of ["data/in", "data-evil"]) await mkdir(join(base, folder), { recursive: true });
  await writeFile(join(base, "data/in/a.png"), "inside");
  await writeFile(join(base, "data-evil/secret.png"), "secret");
  await symlink(join(base, "data-evil/secret.png"), join(base, "data/link.png"));
  await symlink("../data-evil", join(base, "data/sibling"));
  await symlink("in/a.png", join(base, "data/harmless.png"));
  source = await openFolderSource(join(base, "data"));
});
afterAll(() => rm(base, { recursive: true }));

it("gives what lies in the folder and tells what is a link", async () => {
  expect(Buffer.from(await source.read("in/a.png", 99)).toString()).toBe("inside");
  expect((await source.list()).map(({ path, kind }) => [path, kind])).toEqual([
    ["harmless.png", "symlink"],
    ["in/a.png", "file"],
    ["link.png", "symlink"],
    ["sibling", "symlink"],
  ]);
});

it.each([
  ["../data-evil/secret.png", "bad-path"],
  ["in/../../data-evil/secret.png", "bad-path"],
  ["..\\data-evil\\secret.png", "bad-path"],
  ["/etc/passwd", "bad-path"],
  ["C:\\secret.png", "bad-path"],
  ["in/a.png\0.jpg", "bad-path"],
  ["link.png", "link"],
  ["harmless.png", "link"],
  ["sibling/secret.png", "link"],
  ["gone.png", "missing"],
])("%j is not read: %s", async (path, reason) => {
  await expect(source.read(path, 99)).rejects.toMatchObject({ details: { reason } });
  await expect(source.slice(path, 0, 9)).rejects.toMatchObject({ details: { reason } });
});

it("a folder that is itself reached by a link is the folder it leads to", async () => {
  await symlink(join(base, "data"), join(base, "way-in"));
  const linked = await openFolderSource(join(base, "way-in"));
  expect(Buffer.from(await linked.read("in/a.png", 99)).toString()).toBe("inside");
  await expect(linked.read("sibling/secret.png", 99)).rejects.toMatchObject({ details: { reason: "link" } });
});
