import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { pathProblem } from "#lib/formats/sources/safe-path.ts";

const insidePath = z
  .string()
  .refine((path) => pathProblem(path) === null, "must be a path inside the folder");

const givenMap = z.object({
  /** Name of the picture: its path in the data set, with or without its ending. */
  image: z.string().min(1),
  map: insidePath,
  /** Of the array in an .npz. */
  key: z.string().optional(),
  /** Class the map is about; the predicted one when left out. */
  targetClass: z.string().optional(),
});
export type GivenMap = z.infer<typeof givenMap>;

const givenRun = z.object({
  method: z
    .string()
    .regex(/^[\w.+-]{1,60}$/, "is a name of letters, digits and . + - _")
    .refine((name) => !/^\.+$/.test(name), "is a name of letters, digits and . + - _"),
  /** What high values mean. */
  explains: z.enum(["for", "against"]).default("for"),
  options: z.record(z.string(), z.unknown()).default({}),
  target: z.string().default("given"),
  seed: z.string().default(""),
  measuredOn: z.int().nullable().default(null),
  maps: z.array(givenMap).min(1),
});
export type GivenRun = z.infer<typeof givenRun>;

const given = z.object({ runs: z.array(givenRun).min(1) });

/** One method alone stands for a list of one. */
const asRuns = (json: unknown): unknown =>
  typeof json === "object" && json !== null && !("runs" in json) ? { runs: [json] } : json;

/** The methods that a folder's manifest.json lists. @throws AppError `not_found`, `invalid` naming what is wrong */
export async function readGivenManifest(folder: string): Promise<GivenRun[]> {
  const path = join(folder, "manifest.json");
  const text = await readFile(path, "utf8").catch(() => {
    throw new AppError(
      "not_found",
      `There is no ${path}: list the maps there, see whynot maps import --help.`,
    );
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid", `${path} is not JSON.`, {}, cause);
  }
  const parsed = given.safeParse(asRuns(json));
  if (parsed.success) return parsed.data.runs;
  const [issue] = parsed.error.issues;
  const where = issue.path.join(".");
  throw new AppError(
    "invalid",
    `${path} does not list maps: it needs {"method": "name", "maps": [{"image": "a", "map": "a.npy"}]}, or "runs" with such ` +
      `objects. ${where}: ${issue.message}.`,
  );
}
