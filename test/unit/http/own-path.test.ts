import { expect, test } from "vitest";
import { ownPath } from "#lib/http/own-path.ts";

test("goes on to a path of this site", () => {
  expect(ownPath("/join/abc?x=1")).toBe("/join/abc?x=1");
  expect(ownPath("/datasets/../models")).toBe("/models");
});

test.each([
  undefined,
  "",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "data:text/html,x",
  "evil.example",
  "/./\\/evil.example",
  "/..//evil.example",
  "\\\\evil.example",
])("%j leads home", (wished) => {
  expect(ownPath(wished)).toBe("/");
});
