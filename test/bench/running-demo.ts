import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** `npm run demo` in a process of its own, as a newcomer starts it. */
export interface RunningDemo {
  pid: number;
  url: string;
  password: string;
  /** From the command to the first page that could be read. */
  firstPageMs: number;
  /** Ctrl-C, and wait until everything is down. */
  stop(): Promise<void>;
}

const START_LIMIT_MS = 300_000;

function readLine(output: string, pattern: RegExp): string | undefined {
  return pattern.exec(output)?.[1];
}

/** @param home WHYNOT_HOME; @throws when the demo ends before it is ready, with what it printed */
export async function startDemo(home: string, port: number): Promise<RunningDemo> {
  const startedAt = performance.now();
  const child: ChildProcess = spawn(process.execPath, ["scripts/demo.mjs", "--port", String(port)], {
    env: { ...process.env, WHYNOT_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));

  while (performance.now() - startedAt < START_LIMIT_MS) {
    if (child.exitCode !== null) throw new Error(`The demo ended before it was ready:\n${output}`);
    const url = readLine(output, /Whynot is ready:\s+(\S+)/);
    if (url && (await fetch(`${url}/signin`)).ok) {
      return {
        pid: child.pid as number,
        url,
        password: readLine(output, /password:\s+(\S+)/) ?? "",
        firstPageMs: performance.now() - startedAt,
        async stop() {
          child.kill("SIGINT");
          if (child.exitCode === null) await once(child, "exit");
        },
      };
    }
    await sleep(50);
  }
  child.kill("SIGINT");
  throw new Error(`The demo was not ready after ${START_LIMIT_MS / 1000} s:\n${output}`);
}

/** Signs in as the demo's owner and returns the cookie header. */
export async function signIn(demo: RunningDemo): Promise<string> {
  const csrf = await fetch(`${demo.url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, email: "demo@whynot.local", password: demo.password });
  const cookies = (response: Response) => response.headers.getSetCookie().map((line) => line.split(";")[0]);
  const answer = await fetch(`${demo.url}/api/auth/callback/credentials`, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { cookie: cookies(csrf).join("; ") },
  });
  return cookies(answer).join("; ");
}
