import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSecret, readSecret } from "#lib/auth/secret.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "whynot-secret-"));
});
afterEach(() => rmSync(home, { recursive: true }));

test("the first start makes a secret that only its owner can read, and later ones keep it", () => {
  const secret = readSecret(home, undefined);
  expect(secret.length).toBeGreaterThanOrEqual(64);
  expect(readSecret(home, undefined)).toBe(secret);
  expect(statSync(path.join(home, "session-secret")).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(home, "session-secret"), "utf8")).toBe(secret);
});

test("a good secret of one's own is taken and not written down", () => {
  const own = "J4yP0hnVqz3xTg8LmWkR6bD1uCfE9sAo";
  expect(readSecret(home, own)).toBe(own);
  expect(() => statSync(path.join(home, "session-secret"))).toThrow();
});

test.each([
  "short",
  "J4yP0hnVqz3xTg8LmWkR6bD1uCfE9sA",
  "changeme-changeme-changeme-changeme",
  "nextauth_dev_4f8a9c2b7d1e3f5a6b8c",
  "a".repeat(40),
  "abababababababababababababababababab",
  "0123456789abcdef0123456789abcdef",
])("the guessable secret %j stops the start", (secret) => {
  expect(() => checkSecret(secret)).toThrow(expect.objectContaining({ code: "invalid" }));
  expect(() => readSecret(home, secret)).toThrow(/openssl rand/);
});
