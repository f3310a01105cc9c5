import { afterEach, beforeEach, vi } from "vitest";
import type { TestDatabase } from "./database.ts";

/** Points commands at a test database, and keeps what they print for each test of this file. */
export function catchOutput(database: () => TestDatabase): { printed: string } {
  const output = { printed: "" };
  beforeEach(() => {
    output.printed = "";
    vi.stubEnv("DATABASE_URL", database().url);
    vi.stubEnv("WHYNOT_HOME", database().home);
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      output.printed += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  });
  return output;
}
