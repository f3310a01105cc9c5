import { describe, expect, test } from "vitest";
import { patiently } from "#cli/studies/rehearsal/line.ts";
import { isLoopback, readSiteUrl } from "#cli/studies/rehearsal/rehearsal-site.ts";

describe("where raters may be sent unasked", () => {
  test.each([
    "http://127.0.0.1:3000",
    "http://127.8.9.1",
    "http://localhost:80",
    "http://[::1]:3000",
    "http://2130706433",
  ])("%s is this machine", (url) => expect(isLoopback(url)).toBe(true));

  test.each([
    "http://127.0.0.1.example.org",
    "http://localhost.example.org",
    "https://example.org",
    "http://0.0.0.0:3000",
    "http://10.0.0.1",
    "http://[::ffff:10.0.0.1]",
    "http://127.0.0.1@example.org",
  ])("%s is not", (url) => expect(isLoopback(url)).toBe(false));

  test("an address is read down to its origin; what is none of a site is refused", () => {
    expect(readSiteUrl("https://example.org/studies?x=1")).toBe("https://example.org");
    for (const text of ["example.org", "ftp://example.org", "file:///etc", "http://name@example.org", ""])
      expect(() => readSiteUrl(text)).toThrow(/no address of a site/);
  });
});

describe("asking again", () => {
  test("goes on until there is a reply, and gives up at once on what will not pass", async () => {
    let asked = 0;
    const third = async () => {
      asked++;
      if (asked < 3) throw new Error("no reply");
      return asked;
    };
    expect(await patiently(third, () => true)).toBe(3);
    asked = 0;
    await expect(patiently(third, () => false)).rejects.toThrow("no reply");
    expect(asked).toBe(1);
  });
});
