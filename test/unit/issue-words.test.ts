import { describe, expect, it } from "vitest";
import { z } from "zod";
import { issueWords } from "#lib/issue-words.ts";

function wordsFor(schema: z.ZodType, value: unknown): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error("it was taken");
  return issueWords(parsed.error.issues[0]);
}

describe("issueWords", () => {
  it.each([
    [z.number().max(1000), 2000, "must be at most 1000"],
    [z.number().lt(5), 5, "must be less than 5"],
    [z.number().min(1), 0, "must be at least 1"],
    [z.number().gt(0), 0, "must be more than 0"],
    [z.string().min(2), "a", "must have at least 2 characters"],
    [z.string().min(1), "", "must have at least 1 character"],
    [z.array(z.number()).max(1), [1, 2], "must have at most 1 item"],
    [z.enum(["plain", "smooth"]), "x", 'must be one of "plain", "smooth"'],
    [z.literal("plain"), "x", 'must be "plain"'],
    [z.int(), 1.5, "must be a whole number"],
    [z.boolean(), "yes", "must be true or false"],
    [z.string(), undefined, "is missing"],
    [z.number().multipleOf(2), 3, "must be a multiple of 2"],
    [z.url(), "nowhere", "must be a web address"],
    [z.strictObject({}), { masks: 1 }, 'does not know "masks"'],
  ])("is for people (%#)", (schema, value, words) => {
    expect(wordsFor(schema as z.ZodType, value)).toBe(words);
  });

  it("leaves what a schema says itself", () => {
    expect(wordsFor(z.string().min(8, "Take at least 8 characters."), "a")).toBe(
      "Take at least 8 characters.",
    );
    const same = z.number().refine((value) => value > 2, "is too close to the others");
    expect(wordsFor(same, 1)).toBe("is too close to the others");
  });
});
