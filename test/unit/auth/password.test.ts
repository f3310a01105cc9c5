import { expect, test } from "vitest";
import { checkPassword, generatePassword, hashPassword, verifyPassword } from "#lib/auth/password.ts";

test("a password fits its own hash and no other", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(await verifyPassword("correct horse battery", hash)).toBe(true);
  expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
  expect(await verifyPassword("", hash)).toBe(false);
});

test("the same password is hashed differently each time, and never in the clear", async () => {
  const [first, second] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(first).not.toBe(second);
  expect(first).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
});

test("letters that look the same are the same, however they were typed", async () => {
  const hash = await hashPassword("caf\u00e9 au lait");
  expect(await verifyPassword("cafe\u0301 au lait", hash)).toBe(true);
});

test.each(["", "scrypt", "plain$1$1$1$a$b", "scrypt$32768$8$1$$"])(
  "nothing fits the malformed hash %j",
  async (hash) => {
    expect(await verifyPassword("anything", hash)).toBe(false);
  },
);

test("a short, a huge and a monotonous password are refused", () => {
  for (const weak of ["short", "x".repeat(201), "aaaaaaaaaaaa"]) {
    expect(() => checkPassword(weak)).toThrow(expect.objectContaining({ code: "invalid" }));
  }
  expect(() => checkPassword("correct horse")).not.toThrow();
});

test("generated passwords differ, pass the check and avoid look-alikes", () => {
  const made = new Set(Array.from({ length: 200 }, generatePassword));
  expect(made.size).toBe(200);
  for (const password of made) {
    expect(password).toMatch(/^([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}$/);
    expect(() => checkPassword(password)).not.toThrow();
  }
});
