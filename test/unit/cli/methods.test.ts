import { Command } from "commander";
import { afterEach, expect, it, vi } from "vitest";
import { registerMethods } from "#cli/methods.ts";
import { explainers } from "#lib/explain/registry.ts";

afterEach(() => vi.restoreAllMocks());

async function methods(...args: string[]): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const program = new Command().exitOverride();
  registerMethods(program);
  await program.parseAsync(["methods", ...args], { from: "user" });
  return String(log.mock.lastCall?.[0]);
}

it("lists every method by id", async () => {
  const lines = (await methods()).split("\n");
  expect(lines.map((line) => line.split(" ")[0])).toEqual([...explainers.keys()]);
});

it("lists the options of one with usual value, meaning and range, for people and for programs", async () => {
  const lines = (await methods("ss-cam")).split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/^samples +35 +noisy copies of each mask; 1 to 1,000$/);
  expect(lines[0]).toMatch(/^variant +"b" .*; a, b, c$/);
  expect(JSON.parse(await methods("ss-cam", "--json"))[1]).toMatchObject({
    name: "samples",
    usual: 35,
    most: 1000,
  });
  expect(await methods("control-random")).toBe("It has no options.");
  await expect(methods("deep-lift")).rejects.toThrow(/Known methods: .*ss-cam/);
});
