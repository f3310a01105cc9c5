import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { registerEvaluate } from "#cli/evaluate.ts";
import { registerExplain } from "#cli/explain.ts";
import { registerMaps } from "#cli/maps.ts";
import { writeNpy } from "#lib/formats/encodings/npy.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { PAPER_METRICS } from "#lib/metrics/choose-metrics.ts";
import { tinyModel } from "#test/support/tiny-models.ts";

let folder = "";
const at = (...path: string[]) => join(folder, ...path);

/** A picture with a bright square, of a size that is not the model's. */
const picture = (shade: number) =>
  encodePng({
    data: Uint8Array.from({ length: 48 * 40 * 3 }, (_, i) =>
      i % 144 < 60 && i < 2400 ? 250 : (shade * i) % 200,
    ),
    height: 40,
    width: 48,
  });

async function run(register: (program: Command) => void, ...args: string[]): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  register(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } finally {
    log.mockRestore();
  }
  return lines.join("\n");
}

const model = (name: string) => at("models", `${name}.safetensors`);
const evaluate = (out: string, ...args: string[]) =>
  run(
    registerEvaluate,
    ...["evaluate", "--maps", at("maps"), "--images", at("pictures"), "--out", at(out)],
    ...["--model", model("fc"), model("plus"), ...args],
  );
const readScores = async (out: string): Promise<Record<string, string>[]> =>
  parse(await readFile(at(out, "scores.csv")), { columns: true, bom: true });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-evaluate-"));
  await mkdir(at("models"));
  await writeFile(model("fc"), tinyModel("fc"));
  await writeFile(model("plus"), tinyModel("scouter+"));
  for (const [i, name] of ["cat/a.png", "cat/b.png", "dog/a.png"].entries()) {
    await mkdir(at("pictures", name.split("/")[0]), { recursive: true });
    await writeFile(at("pictures", name), await picture(i + 1));
  }
  const methods = "scouter,grad-cam,control-random";
  await run(
    registerExplain,
    ...["explain", "--model", model("fc"), model("plus"), "--images", at("pictures")],
    ...["--method", methods, "--out", at("maps"), "--json"],
  );
});

afterAll(() => rm(folder, { recursive: true }));

describe("whynot evaluate", () => {
  it("scores every map on its own model and on the judge, and says which judged", async () => {
    await evaluate("own", "--judge", model("fc"), "--reference", "grad-cam");
    const rows = await readScores("own");
    const maps = 3 * 5;
    for (const metric of PAPER_METRICS) {
      const own = rows.filter((row) => row.metric === metric && row.protocol === "own");
      expect([metric, own.length]).toEqual([metric, maps]);
      for (const row of own) {
        expect(row.judged_on).toBe(row.model);
        expect((row.value === "") !== (row.undefined_reason === "")).toBe(true);
      }
    }
    const judged = rows.filter(({ protocol }) => protocol === "judge");
    expect(new Set(judged.map(({ judged_on }) => judged_on))).toEqual(new Set(["fc"]));
    // A judge is asked of what depends on the model, and not of where a map lies or how a method changes.
    expect(new Set(judged.map(({ metric }) => metric))).toEqual(
      new Set([
        "insertion-auc",
        "deletion-auc",
        "insertion-auc-over-clean",
        "deletion-auc-over-clean",
        "infidelity",
      ]),
    );
    const curve = (protocol: string) =>
      rows.filter((row) => row.model === "fc" && row.metric === "deletion-auc" && row.protocol === protocol);
    expect(curve("judge").map(({ value }) => value)).toEqual(curve("own").map(({ value }) => value));
  });

  it("says how much evidence for and against lie in the same place", async () => {
    await writeFile(model("minus"), tinyModel("scouter-"));
    const args = ["--images", at("pictures"), "--method", "scouter", "--json"];
    await run(
      registerExplain,
      ...["explain", "--model", model("minus"), "--target", "least-similar", "--out", at("against"), ...args],
    );
    await evaluate(
      "overlap",
      "--maps",
      at("maps"),
      at("against"),
      "--model",
      model("minus"),
      "--metrics",
      "area",
    );
    const tables = JSON.parse(await readFile(at("overlap", "tables.json"), "utf8"));
    const { rows } = tables.find(({ title }: { title: string }) => title.startsWith("Overlap"));
    const [, overlap, pictures] = rows.find(([label]: string[]) => label.startsWith("scouter+"));
    expect(pictures).toBe("3");
    expect(overlap.value).toBeGreaterThan(0);
    expect(overlap.value).toBeLessThanOrEqual(1);
    await evaluate("without", "--metrics", "area");
    expect(await readFile(at("without", "tables.md"), "utf8")).not.toContain("Overlap");
  });

  it("scores a method of one's own, and evidence against a class by the class it speaks against", async () => {
    const map = { image: "cat/a", targetClass: "dog", map: "a.npy" };
    const runs = ["mine", "mine-against"].map((method, i) => ({
      method,
      explains: i === 0 ? "for" : "against",
      maps: [map],
    }));
    await mkdir(at("given"), { recursive: true });
    await writeFile(at("given", "a.npy"), writeNpy([2, 2], Float32Array.from([0, 1, 2, 3])));
    await writeFile(at("given", "manifest.json"), JSON.stringify({ runs }));
    const sources = ["--images", at("pictures"), "--model", model("fc"), "--out", at("brought")];
    await run(registerMaps, "maps", "import", at("given"), ...sources);
    const metrics = ["--metrics", "insertion-auc,deletion-auc-rise-2018,infidelity,max-sensitivity"];
    const brought = ["--maps", at("brought"), "--images", at("pictures"), "--model", model("fc")];
    await run(registerEvaluate, "evaluate", ...brought, "--out", at("mine"), ...metrics);
    const rows = await readScores("mine");
    const of = (method: string, metric: string) =>
      rows.find((row) => row.method === method && row.metric === metric)!;
    for (const metric of ["insertion-auc", "deletion-auc-rise-2018"]) {
      expect(of("mine-against", metric).value).not.toBe("");
      // The same map of the same class follows the same curve: what changes is which way is better.
      expect(of("mine-against", metric).value).toBe(of("mine", metric).value);
    }
    expect(of("mine", "max-sensitivity")).toMatchObject({ value: "", undefined_reason: "no_explainer" });
    const tables = await readFile(at("mine", "tables.md"), "utf8");
    expect(tables).toMatch(/Evidence against a class \(mine-against.*\) follows .* Insertion AUC/);
  });

  it("writes tables that hold the means, their comparisons and what undefined scores are", async () => {
    await evaluate(
      "tables",
      "--metrics",
      "area,precision-mask",
      "--definitions",
      "--reference",
      "grad-cam · fc",
    );
    const markdown = await readFile(at("tables", "tables.md"), "utf8");
    expect(markdown).toContain("## Size, each map judged by the model it explains");
    expect(markdown).toContain("Precision in mask ↑");
    expect(markdown).toContain("no values");
    expect(markdown).toContain("grad-cam · fc against the others");
    expect(markdown).toContain("What the choice of a definition is worth");
    const tables = JSON.parse(await readFile(at("tables", "tables.json"), "utf8"));
    const area = (await readScores("tables")).filter(
      (row) => row.metric === "area" && row.method === "grad-cam",
    );
    const mean = area
      .filter((row) => row.model === "fc")
      .reduce((sum, { value }, _, list) => sum + Number(value) / list.length, 0);
    const row = tables[0].rows.find(([label]: string[]) => label === "grad-cam · fc");
    expect(row[1].value).toBeCloseTo(mean, 12);
    const cells = parse(await readFile(at("tables", "tables.csv")), { columns: true, bom: true }) as {
      row: string;
      value: string;
    }[];
    expect(Number(cells.find((cell) => cell.row === "grad-cam · fc")!.value)).toBeCloseTo(mean, 12);
  });

  it("gives the same numbers again, and the formats that are asked for alone", async () => {
    const asked = ["--metrics", "infidelity", "--format", "json", "--limit", "1", "--seed", "x"];
    await evaluate("once", ...asked);
    const said = await evaluate("again", ...asked);
    expect(await readScores("again")).toEqual(await readScores("once"));
    expect(said).not.toContain("tables.md");
    expect(said).toContain("tables.json");
  });

  it("asks a model with other weights, and another class, whether the map depends on them", async () => {
    await evaluate("sanity", "--metrics", "sanity");
    const rows = await readScores("sanity");
    const values = (metric: string, method: string) =>
      rows.filter((row) => row.metric === metric && row.method === method && row.value !== "");
    // A random map is the same whatever the model has learned: the test must say so.
    for (const { value } of values("parameter-randomisation", "control-random"))
      expect(Number(value)).toBeCloseTo(1, 9);
    const found = values("parameter-randomisation", "grad-cam").map(({ value }) => Number(value));
    expect(found.length).toBeGreaterThan(0);
    expect(Math.min(...found)).toBeLessThan(0.99);
  });

  it.each([
    ["a model that is not given", ["--model", "fc"], "add its file to --model"],
    ["a metric that is none", ["--metrics", "beauty"], 'no metric or family "beauty"'],
    ["a reference without maps", ["--reference", "lime"], "There are no maps of lime"],
    ["a folder without a manifest", ["--maps", "pictures"], "There is no manifest.json"],
    ["other pictures", ["--images", "pictures/dog/a.png"], "None of the maps"],
  ])("refuses %s, and says what to do", async (_, [option, value], message) => {
    const paths: Record<string, string> = {
      "--model": model(value),
      "--maps": at(value),
      "--images": at(value),
    };
    const wanted = {
      "--maps": [at("maps")],
      "--images": [at("pictures")],
      "--model": [model("fc"), model("plus")],
      "--out": [at("refused")],
      "--metrics": ["area"],
      [option]: [paths[option] ?? value],
    };
    const all = Object.entries(wanted).flatMap(([name, values]) => [name, ...values]);
    await expect(run(registerEvaluate, "evaluate", ...all)).rejects.toThrow(message);
  });

  it("refuses a map that is not what its manifest says, and one outside the folder", async () => {
    const path = at("maps", "manifest.json");
    const text = await readFile(path, "utf8");
    for (const [change, message] of [
      [text.replace(/"height": \d+/, '"height": 99'), "its manifest says"],
      [text.replace(/"map": "[^"]+\.npy"/, '"map": "../models/fc.safetensors"'), "outside of it"],
    ]) {
      await writeFile(path, change);
      await expect(evaluate("refused", "--metrics", "area")).rejects.toThrow(message);
    }
    await writeFile(path, text);
  });
});
