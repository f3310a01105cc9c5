import { expect, test } from "vitest";
import { EmailAddress } from "#lib/auth/email-address.ts";
import { hashLinkToken, newLinkToken } from "#lib/auth/link-token.ts";

test("a token is 256 bits that fit an address, and its hash is SHA-256", () => {
  const { token, tokenHash } = newLinkToken();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(tokenHash).toBe(hashLinkToken(token));
  expect(newLinkToken().token).not.toBe(token);
  expect(hashLinkToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("an address is trimmed and in lower case, else as given", () => {
  expect(EmailAddress.parse(" First.Last+Tag@Example.org ")).toBe("first.last+tag@example.org");
});

test.each([
  "\u212Aim@example.org",
  "k\u0456m@example.org",
  "kim@ex\u00e4mple.org",
  "kim@example.org\r\nBcc: a@b.co",
  "kim",
  "a@b",
  "",
])("%j is no address", (given) => expect(EmailAddress.safeParse(given).success).toBe(false));
