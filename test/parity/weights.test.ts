import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import type { GoldenCase } from "#lib/scouter/parity/golden-case.ts";
import { replayLoad } from "#lib/scouter/parity/load-case.ts";
import { replayGlobalRefusal, replayRefusal } from "#lib/scouter/parity/refuse-case.ts";

const folder = new URL("./golden/", import.meta.url);
const cases: GoldenCase[] = JSON.parse(readFileSync(new URL("manifest-weights.json", folder), "utf8"));
const read = (name: string) => readFileSync(new URL(name, folder));
const filesOf = ({ files }: GoldenCase) => files.map(read);
const ofKind = (kind: string) => cases.filter((golden) => golden.kind === kind);

it("has all the cases", () => {
  expect(cases.map(({ kind }) => kind).sort()).toEqual([
    "container_refuse",
    ...Array(5).fill("pth_load"),
    "pth_refuse",
  ]);
});

describe("checkpoints of PyTorch", () => {
  it.each(ofKind("pth_load"))("$id: names, order, types and numbers", (golden) => {
    expect(replayLoad(golden, filesOf(golden))).toMatchObject({ pass: true });
  });

  it("say where their weights were and what else they hold", () => {
    const { path, leftOut, format } = readWeights(read("models/tinycnn_scouter_style.pth"));
    expect({ path, format }).toEqual({ path: "model", format: "pth-zip" });
    expect(leftOut).toEqual([
      { name: "optimizer", what: "a dictionary of 2" },
      { name: "lr_scheduler", what: "a dictionary of 8" },
      { name: "epoch", what: "3" },
      { name: "args", what: "argparse.Namespace of 4" },
    ]);
  });

  it("do not agree with other numbers, names, types, orders or values", () => {
    const [plain] = ofKind("pth_load").filter(({ id }) => id === "models/tinycnn_pth");
    const [checkpoint, numbers, keys] = filesOf(plain);
    const fault = (files: Uint8Array[], golden = plain) => replayLoad(golden, files);
    const flipped = Buffer.from(numbers);
    flipped[flipped.length - 1] ^= 1;
    expect(fault([checkpoint, flipped, keys])).toEqual({
      pass: false,
      note: expect.stringContaining("other numbers"),
    });
    const changed = (
      change: (json: { keys: string[]; tensors: Record<string, { dtype: string }> }) => void,
    ) => {
      const json = JSON.parse(keys.toString());
      change(json);
      return Buffer.from(JSON.stringify(json));
    };
    const swapped = changed((json) => json.keys.reverse());
    expect(fault([checkpoint, numbers, swapped]).note).toContain("order");
    const retyped = changed((json) => Object.assign(json.tensors["fc.bias"], { dtype: "float64" }));
    expect(fault([checkpoint, numbers, retyped]).note).toContain("fc.bias is F32 [5], not F64 [5]");
    const longer = changed((json) =>
      Object.assign(json.tensors, { extra: { dtype: "float32", shape: [1] } }),
    );
    expect(fault([checkpoint, numbers, longer]).note).toContain("extra is missing");
    expect(fault([checkpoint, numbers, keys], { ...plain, options: { container: "legacy" } }).note).toContain(
      "not legacy",
    );

    const [dtypes] = ofKind("pth_load").filter(({ id }) => id === "models/dtypes_pth");
    const [zip, legacy, expected] = filesOf(dtypes);
    const other = JSON.parse(expected.toString());
    other.other.big_int = "1180591620717411303425";
    other.tensors.i64.values[2] += 1;
    const { pass, note } = replayLoad(dtypes, [zip, legacy, Buffer.from(JSON.stringify(other))]);
    expect(pass).toBe(false);
    expect(note).toContain("i64 has other numbers; big_int differs");
  });
});

describe("hostile checkpoints", () => {
  it.each(ofKind("pth_refuse"))("$id: refused by name, nothing run", (golden) => {
    expect(replayGlobalRefusal(golden, filesOf(golden))).toEqual({
      pass: true,
      note: [
        "malicious_system.pth: names posix.system",
        "malicious_eval.pth: names __builtin__.eval",
        "malicious_getattr.pth: names importlib.import_module",
        "malicious_system_legacy.pth: names posix.system",
        "malicious_plain_pickle.pth: names posix.system",
      ].join(" | "),
    });
    for (const base of [folder, `file://${process.cwd()}/`])
      expect(existsSync(new URL("parity_pwned", base))).toBe(false);
  });

  it.each([
    ["bad_truncated.safetensors", 'the numbers of "fc.weight" lie beyond its end'],
    ["bad_header_huge.safetensors", "its header is longer than the file"],
    ["bad_header_json.safetensors", "its header is longer than the file"],
    ["bad_overlap.safetensors", "its tensors overlap"],
    ["bad_shape_mismatch.safetensors", 'the shape and the range of "a" do not agree'],
    ["bad_negative_shape.safetensors", '"a" has no valid shape'],
    ["bad_truncated.pth", "its end is missing"],
    ["bad_not_a_model.pth", "neither safetensors nor a checkpoint"],
    ["bad_empty.pth", "it is empty"],
    ["bad_missing_storage.pth", 'it lacks "tinycnn/data/3"'],
  ])("%s: %s", (name, message) => {
    expect(ofKind("container_refuse")[0].files).toContain(`models/${name}`);
    expect(() => readWeights(read(`models/${name}`))).toThrow(message);
  });

  it("do not pass where a sound file is among them, or another reason than a name is given", () => {
    const [bad] = ofKind("container_refuse");
    expect(replayRefusal(bad, filesOf(bad)).pass).toBe(true);
    const sound = { ...bad, files: ["models/tinycnn.pth"] };
    expect(replayRefusal(sound, filesOf(sound))).toEqual({ pass: false, note: "tinycnn.pth: was read" });
    expect(replayGlobalRefusal(bad, filesOf(bad)).pass).toBe(false);
  });
});
