import { expect, it } from "vitest";
import { addressOf, drawingName } from "#components/region-editor/saving/document-name.ts";

it("tells an image's regions from an independent drawing of it, wherever what was left behind is sent from", () => {
  const id = "0192d3c4-0000-7000-8000-000000000001";
  expect(addressOf(id)).toBe(`/api/v1/images/${id}/regions`);
  expect(addressOf(drawingName(id))).toBe(`/api/v1/drawings/${id}/regions`);
  expect(addressOf("a/b")).toBe("/api/v1/images/a%2Fb/regions");
});
