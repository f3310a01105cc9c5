import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeOptions } from "#lib/explain/describe-options.ts";
import { rangeInWords, readOptions, unusualOptions } from "#lib/explain/option-field.ts";
import { explainers, findExplainer } from "#lib/explain/registry.ts";
import { parseOptions } from "#lib/explain/run-explainer.ts";

describe("the options a method declares", () => {
  it("become fields with kind, range, usual value and meaning", () => {
    const schema = z.object({
      count: z.int().min(1).max(9).default(3).describe("how many"),
      share: z.number().gt(0).lt(1).default(0.1),
      open: z.int().min(2).nullable().default(null).describe("null = all"),
      form: z.enum(["a", "b"]).default("b"),
      sign: z.boolean().default(true),
      layer: z.string().nullable().default(null),
    });
    expect(describeOptions(schema)).toEqual([
      { name: "count", kind: "integer", meaning: "how many", usual: 3, least: 1, most: 9 },
      { name: "share", kind: "number", meaning: "", usual: 0.1, above: 0, below: 1 },
      { name: "open", kind: "integer", meaning: "null = all", usual: null, least: 2 },
      { name: "form", kind: "choice", meaning: "", usual: "b", values: ["a", "b"] },
      { name: "sign", kind: "switch", meaning: "", usual: true },
      { name: "layer", kind: "text", meaning: "", usual: null },
    ]);
    expect(() => describeOptions(z.object({ list: z.array(z.string()).default([]) }))).toThrow(/list/);
  });

  it.each([...explainers.values()])(
    "of $id: every field says what it means and reads back its default",
    (explainer) => {
      const fields = describeOptions(explainer.options);
      const parsed = parseOptions(explainer, {}) as Record<string, unknown>;
      expect(fields.map(({ name }) => name)).toEqual(Object.keys(parsed));
      for (const { name, meaning, usual } of fields) {
        expect({ name, usual }).toEqual({ name, usual: parsed[name] });
        expect(meaning, name).not.toBe("");
      }
      const typed = Object.fromEntries(
        fields.map(({ name, usual }) => [name, usual === null ? "" : String(usual)]),
      );
      expect(parseOptions(explainer, readOptions(fields, typed))).toEqual(parsed);
      expect(unusualOptions(fields, parsed)).toBe("");
    },
  );
});

describe("what is typed", () => {
  const ssCam = findExplainer("ss-cam");
  const fields = describeOptions(ssCam.options);

  it("becomes options of the right kind, and nothing where nothing was typed", () => {
    expect(readOptions(fields, { samples: " 10 ", variant: "c", sigma: "1.5", channels: "" })).toEqual({
      samples: 10,
      variant: "c",
      sigma: 1.5,
    });
    const gradCam = describeOptions(findExplainer("grad-cam").options);
    expect(readOptions(gradCam, { relu: "false", layer: "layer2" })).toEqual({
      relu: false,
      layer: "layer2",
    });
  });

  it("is refused by the method's own schema, field by field", () => {
    const options = readOptions(fields, { samples: "many", sigma: "-1" });
    expect(() => parseOptions(ssCam, options)).toThrowError(
      expect.objectContaining({
        code: "invalid",
        details: {
          issues: [
            { option: "samples", message: expect.stringMatching(/number/) },
            { option: "sigma", message: "must be at least 0" },
          ],
        },
      }),
    );
    expect(() => parseOptions(ssCam, { sample: 3 })).toThrow(
      'SS-CAM, option "sample": there is no such option: it has variant, samples, sigma, channels.',
    );
    expect(() => parseOptions(findExplainer("control-random"), { seed: 3 })).toThrow(/it has none/);
  });

  it("is named where it is not as published", () => {
    const options = { variant: "c", samples: 35, sigma: 0 };
    expect(unusualOptions(fields, options)).toBe("variant c, sigma 0");
    const gradCam = describeOptions(findExplainer("grad-cam").options);
    expect(unusualOptions(gradCam, { relu: false })).toBe("no relu");
  });

  it("has its range in words", () => {
    const rangeOf = (id: string, name: string) =>
      rangeInWords(describeOptions(findExplainer(id).options).find((field) => field.name === name)!);
    expect(rangeOf("rise", "masks")).toBe("1 to 100,000");
    expect(rangeOf("ss-cam", "channels")).toBe("from 1");
    expect(rangeOf("extremal-perturbation", "area")).toBe("more than 0, less than 1");
    expect(rangeOf("control-gaussian", "sigma")).toBe("more than 0, up to 10");
    expect(rangeOf("grad-cam", "layer")).toBe("");
  });
});
