import { expect, test } from "vitest";
import { readConfig } from "#lib/config.ts";

test("an empty environment is a laptop: everything under .whynot, reachable from this machine only", () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    databaseUrl: undefined,
    host: "127.0.0.1",
    port: 3000,
    publicUrl: "http://127.0.0.1:3000",
    imports: { fetchesUrls: false, s3Places: [] },
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
  [{ IMPORT_S3: "s3://pictures,https://elsewhere" }, /IMPORT_S3: .*s3:\/\/bucket/],
  [{ AWS_ENDPOINT_URL_S3: "file:///etc" }, /AWS_ENDPOINT_URL_S3/],
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

test("S3 is asked with the environment's key, and with none when there is none", () => {
  expect(() => readConfig({}).imports.s3()).toThrow("AWS_ACCESS_KEY_ID");
  const environment = {
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "very secret",
    AWS_ENDPOINT_URL_S3: "http://minio:9000",
    S3_PATH_STYLE: "on",
    IMPORT_S3: "s3://one/data, s3://two",
  };
  const config = readConfig(environment);
  const { s3, s3Places } = config.imports;
  expect(s3()).toMatchObject({ endpoint: "http://minio:9000", region: "us-east-1", pathStyle: true });
  expect(s3Places).toEqual([
    { bucket: "one", prefix: "data/" },
    { bucket: "two", prefix: "" },
  ]);
  expect(JSON.stringify(config)).not.toContain("very secret");
});
