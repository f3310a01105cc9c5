import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { issueWords } from "#lib/issue-words.ts";
import { pathProblem } from "../sources/safe-path.ts";

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
  /** What to call the arm; the method when left out. */
  label: z.string().trim().min(1).max(80).optional(),
  /** What high values mean; left out, what they mean of a method that is known here, else "for". */
  explains: z.enum(["for", "against", "either"]).optional(),
  options: z.record(z.string(), z.unknown()).default({}),
  target: z.string().default("given"),
  seed: z.string().default(""),
  measuredOn: z.int().nullable().default(null),
  maps: z.array(givenMap).min(1).max(20_000),
});
export type GivenRun = z.infer<typeof givenRun>;

const given = z.object({ runs: z.array(givenRun).min(1).max(32) });

/** One method alone stands for a list of one. */
const asRuns = (json: unknown): unknown =>
  typeof json === "object" && json !== null && !("runs" in json) ? { runs: [json] } : json;

/**
 * The methods that a manifest.json lists with their maps.
 * @param where it lies, for people @throws AppError `invalid` naming what is wrong
 */
export function parseGivenManifest(text: string, where: string): GivenRun[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid", `${where} is not JSON.`, {}, cause);
  }
  const parsed = given.safeParse(asRuns(json));
  if (parsed.success) return parsed.data.runs;
  const [issue] = parsed.error.issues;
  throw new AppError(
    "invalid",
    `${where} does not list maps: it needs {"method": "name", "maps": [{"image": "a", "map": "a.npy"}]}, or "runs" with such ` +
      `objects. ${issue.path.join(".")}: ${issueWords(issue)}.`,
  );
}
