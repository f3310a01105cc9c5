import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { FORWARD_ENGINES, type ForwardEngine } from "#lib/tensor/engine-names.ts";
import { findSoftwareDriver } from "#lib/tensor/webgpu/software-driver.ts";
import { missingVulkan } from "#lib/tensor/webgpu/vulkan.ts";
import type { TaskResult } from "./fixed-tasks.ts";

export interface PresentEngine {
  name: ForwardEngine;
  isPresent: true;
  version: string;
  device?: string;
  /** Used only when it is asked for by name. */
  isSoftware: boolean;
  forward?: TaskResult;
  training?: TaskResult;
}

export interface MissingEngine {
  name: ForwardEngine;
  isPresent: false;
  reason: string;
  advice: string;
}

export type EngineReport = PresentEngine | MissingEngine;

export interface EnginesReport {
  /** What work runs on here, in words. */
  chosen: string;
  engines: EngineReport[];
  /** Largest difference between two engines on the same task, relative to the largest value; null with one engine. */
  disagreement: number | null;
}

const CHILD = fileURLToPath(new URL("./engine-child.ts", import.meta.url));
const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const TIMEOUT_MS = 180_000;
const execute = promisify(execFile);

/**
 * Starts every engine, each in a process of its own, one after the other, and compares what they compute. WebGPU is
 * tried on Chromium's software driver where there is no GPU.
 */
export async function inspectEngines({ timed }: { timed: boolean }): Promise<EnginesReport> {
  const engines: EngineReport[] = [];
  for (const name of FORWARD_ENGINES) {
    if (timed && process.stderr.isTTY) process.stderr.write(`timing ${name} ...\n`);
    engines.push(await inspectOne(name, timed));
  }
  const chosen = await ask<string>("chosen", false, {});
  const present = engines.filter((engine) => engine.isPresent);
  const differences = [present.map(({ forward }) => forward), present.map(({ training }) => training)]
    .map(largestDifference)
    .filter((difference) => difference !== null);
  return { chosen, engines, disagreement: differences.length > 0 ? Math.max(...differences) : null };
}

async function inspectOne(name: ForwardEngine, timed: boolean): Promise<EngineReport> {
  const env = name === "webgpu" && missingVulkan() ? (findSoftwareDriver() ?? {}) : {};
  try {
    return await ask<EngineReport>(name, timed, env);
  } catch (error) {
    return { name, isPresent: false, ...explain(name, error as ChildFailure) };
  }
}

async function ask<T>(name: string, timed: boolean, env: Record<string, string>): Promise<T> {
  const args = ["--import", "tsx", CHILD, name, timed ? "timed" : "untimed"];
  const { stdout } = await execute(process.execPath, args, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    timeout: TIMEOUT_MS,
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as T;
}

interface ChildFailure extends Error {
  stderr?: string;
  killed?: boolean;
}

/** An AppError's sentence says it all; anything else is a fault of the engine's. */
function explain(name: ForwardEngine, error: ChildFailure): { reason: string; advice: string } {
  if (error.killed)
    return { reason: "it did not answer in time", advice: "Look at what else this machine does" };
  const sentence = /^AppError: The \w+ engine cannot be used here: (.*?)\. (.*?)\.?$/m.exec(
    error.stderr ?? "",
  );
  if (sentence) return { reason: sentence[1], advice: sentence[2] };
  const said = (error.stderr ?? error.message).trim().split("\n");
  const line = said.find((one) => /Error|error/.test(one)) ?? said.at(-1) ?? "it ended without a word";
  return {
    reason: line.trim(),
    advice: name === "native" ? "Build it again: bin/whynot engine install --force" : "Run npm ci",
  };
}

/** @param results of one task on different engines; the first is what the others are compared with */
export function largestDifference(results: readonly (TaskResult | undefined)[]): number | null {
  const [first, ...others] = results.filter((result) => result !== undefined);
  if (!first || others.length === 0) return null;
  const size = Math.max(...first.values.map(Math.abs));
  const apart = others.flatMap(({ values }) => first.values.map((v, i) => Math.abs(values[i] - v) / size));
  return apart.some(Number.isNaN) ? Infinity : Math.max(...apart);
}
