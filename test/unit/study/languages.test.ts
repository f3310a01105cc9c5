import { describe, expect, test } from "vitest";
import { fill } from "#lib/study/fill.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";

/** Every text of a language by where it stands; those that are made are made from the same things. */
function textsOf(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  if (typeof value === "function") return textsOf(value("{1}", "{2}", "{3}"), path);
  return new Map(
    Object.entries(value as object).flatMap(([key, inner]) => [...textsOf(inner, `${path}/${key}`)]),
  );
}

const english = textsOf(LANGUAGES.en);
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each(Object.entries(LANGUAGES))("%s", (_, language) => {
  const texts = textsOf(language);

  test("has every text that English has, and none is empty", () => {
    expect([...texts.keys()]).toEqual([...english.keys()]);
    expect([...texts].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("fills in what English fills in", () => {
    for (const [path, text] of texts)
      expect([path, places(text)]).toEqual([path, places(english.get(path)!)]);
  });
});

test("a translation leaves no English behind", () => {
  const left = [...textsOf(LANGUAGES["zh-Hans"])]
    .map(([path, text]) => [path, text.replaceAll(/\{\w+\}|JavaScript/g, "")])
    .filter(([, text]) => /[a-z]{2}/i.test(text));
  expect(left).toEqual([]);
});

test("words in braces are filled in, each where it stands", () => {
  expect(fill("{at} of {of}, {at}", { at: 3, of: 8 })).toBe("3 of 8, 3");
  expect(fill("nothing", { at: 3 })).toBe("nothing");
});
