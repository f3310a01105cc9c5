import { expect, test } from "vitest";
import { readConfig } from "#lib/config.ts";

test("an empty environment is a laptop: everything under .whynot, reachable from this machine only", () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    databaseUrl: undefined,
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "http://127.0.0.1:3000",
    fetchesUrls: false,
  });
  expect(config.home.endsWith(".whynot")).toBe(true);
  expect(config.filesFolder.startsWith(config.home)).toBe(true);
});

test("another port moves the address with it, unless people type another one", () => {
  expect(readConfig({ PORT: "4000" }).atPort(4001).publicUrl).toBe("http://127.0.0.1:4001");
  const behindProxy = readConfig({ NEXTAUTH_URL: "https://whynot.example.org" });
  expect(behindProxy.atPort(4001)).toMatchObject({ port: 4001, publicUrl: "https://whynot.example.org" });
});

test.each([
  [{ DATABASE_URL: "mysql://x" }, /DATABASE_URL/],
  [{ PORT: "70000" }, /PORT/],
  [{ PORT: "http" }, /PORT/],
  [{ NEXTAUTH_URL: "javascript:alert(1)" }, /NEXTAUTH_URL/],
  [{ LOG_LEVEL: "loud" }, /LOG_LEVEL/],
  [{ IMPORT_URLS: "yes" }, /IMPORT_URLS/],
  [{ SMTP_URL: "http://mail.example.org" }, /SMTP_URL/],
  [{ SMTP_URL: "smtp://mail.example.org" }, /MAIL_FROM/],
  [{ MAIL_FROM: "Lab <a@b.co>\r\nBcc: c@d.co" }, /MAIL_FROM/],
])("%j is refused by name", (environment, name) => {
  expect(() => readConfig(environment)).toThrow(name);
});

test("an empty variable is one that is not set", () => {
  expect(readConfig({ DATABASE_URL: "", NEXTAUTH_SECRET: "" }).databaseUrl).toBeUndefined();
});

test("a default secret stops whoever asks for it", () => {
  expect(() => readConfig({ NEXTAUTH_SECRET: "secret" }).secret()).toThrow(
    /too short or a well-known default/,
  );
});
