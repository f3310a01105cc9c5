import { expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { errorResponse } from "#lib/http/error-response.ts";
import { createLogger } from "#lib/observability/logger.ts";

const log = createLogger("silent", "test");
const answer = async (error: unknown) => {
  const response = errorResponse(error, log, "request-1");
  return { status: response.status, body: await response.json(), headers: response.headers };
};

test("a person's mistake keeps its words and status", async () => {
  const { status, body } = await answer(new AppError("conflict", "There is one already.", { name: "x" }));
  expect(status).toBe(409);
  expect(body).toEqual({
    error: { code: "conflict", message: "There is one already.", details: { name: "x" } },
  });
});

test("input that does not parse is a 400 that says where", async () => {
  const { error } = z
    .object({ size: z.object({ width: z.number() }) })
    .safeParse({ size: { width: "wide" } });
  const { status, body } = await answer(error);
  expect(status).toBe(400);
  expect(body.error.message).toMatch(/^size\.width: /);
});

test("a defect gives nothing away but a number to quote, and is logged", async () => {
  const spy = vi.spyOn(log, "error");
  const { status, body } = await answer(new Error("relation User has passwordHash scrypt$1"));
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toMatch(/passwordHash|scrypt|relation/);
  expect(body.error.message).toContain("request-1");
  expect(spy).toHaveBeenCalledOnce();
});

test.each([
  Object.assign(new Error("boom"), { code: "ECONNREFUSED" }),
  new Error("outer", { cause: Object.assign(new Error("inner"), { code: "57P01" }) }),
  new Error("Can't reach database server at postgres://whynot:hunter2@127.0.0.1"),
])("a database that is away is a 503 to try again, without its address: %s", async (error) => {
  const { status, body, headers } = await answer(error);
  expect(status).toBe(503);
  expect(headers.get("retry-after")).toBe("3");
  expect(JSON.stringify(body)).not.toContain("hunter2");
});

test.each([
  'Database error. Code: `22021`. Message: `invalid byte sequence for encoding "UTF8": 0x00`',
  "Database error. Code: `22P05`. Message: `unsupported Unicode escape sequence`",
  'Value out of range for the type: value "9007199254740991" is out of range for type integer',
])(
  "a value no column can hold is the sender's mistake, told without the database's words: %s",
  async (message) => {
    const { status, body } = await answer(
      new Error(`Invalid \`prisma.user.findUnique()\` invocation: ${message}`),
    );
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toMatch(/prisma|Code|integer/);
  },
);
