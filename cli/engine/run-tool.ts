import { spawn } from "node:child_process";
import { AppError } from "#lib/errors.ts";

export interface ToolResult {
  status: number;
  output: string;
}

export interface ToolOptions {
  cwd?: string;
  /** Written to its standard input. */
  input?: string;
  env?: Record<string, string>;
  /** Shown as it runs, on standard error; otherwise only kept. */
  visible?: boolean;
}

/** Runs a program to its end. One that does not exist has the status 127, as in a shell. */
export function runTool(
  command: string,
  args: readonly string[],
  { cwd, input, env, visible = false }: ToolOptions = {},
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: "pipe" });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk;
      if (visible) process.stderr.write(chunk);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.on("error", (error) => resolve({ status: 127, output: error.message }));
    child.on("close", (code, signal) => {
      resolve({ status: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output });
    });
  });
}

const LAST_LINES = 12;

/** The same for a step that must work. @throws AppError `unavailable`: what was tried, what it said, what to do */
export async function requireTool(
  doing: string,
  advice: string,
  command: string,
  args: readonly string[],
  options?: ToolOptions,
): Promise<string> {
  const { status, output } = await runTool(command, args, options);
  if (status === 0) return output;
  const said = output.trim().split("\n").slice(-LAST_LINES).join("\n");
  throw new AppError("unavailable", `${doing} failed (${command}, status ${status}):\n${said}\n${advice}`);
}
