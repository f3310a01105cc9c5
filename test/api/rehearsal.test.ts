import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Rehearsal } from "#cli/studies/rehearsal/run-rehearsal.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { joinAnew } from "#test/support/rating-crowd.ts";
import { until } from "#test/support/run-until.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";

/** Programs start and a site answers hundreds of requests here: slow when the machine is busy. */
const TIMEOUT_MS = 300_000;
const RATERS = 12;
const MIX = "careful=0.25,flaky-network=0.5,dropout=0.25";

let site: TestSite;
let ctx: Ctx;
beforeAll(async () => {
  site = await startTestSite(4_690);
  ctx = await site.database.ctx("owner", "lab");
}, 600_000);
afterAll(() => site?.close());

function simulate(study: string, ...args: string[]): ChildProcess {
  const env = { ...process.env, DATABASE_URL: site.database.url, WHYNOT_HOME: site.database.home };
  const command = ["bin/whynot", "study", "simulate", study, "--raters", String(RATERS), "--mix", MIX];
  return spawn(process.execPath, [...command, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; said: string; printed: string }> {
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [said, printed, code] = await Promise.all([text(child.stderr!), text(child.stdout!), ended]);
  return { code, said, printed };
}

const participants = (studyId: string) =>
  ctx.db.participant.findMany({ where: { studyId }, orderBy: { index: "desc" } });
const answers = (studyId: string, simulated: boolean) =>
  ctx.db.answer.count({ where: { trial: { participant: { studyId, simulated } } } });

test(
  "twelve raters on bad lines, whose program is killed and begun again, lose nothing and send nothing twice",
  async () => {
    const { studyId, key } = await createOpenStudy(ctx, { images: 23, quota: 1 });
    const first = simulate(studyId, "--url", site.url);
    await until("some answers", async () => (await answers(studyId, true)) >= 25);
    const killed = outcome(first);
    first.kill("SIGKILL");
    await killed;
    const before = await answers(studyId, true);
    const person = await joinAnew(ctx, key);

    const { code, said, printed } = await outcome(simulate(studyId, "--url", site.url, "--json"));
    expect(code, said).toBe(0);
    const { delivery, crowd, summary } = JSON.parse(printed) as Rehearsal;
    expect(delivery).toMatchObject({ lost: 0, duplicated: 0, refused: 0 });
    expect([delivery.accepted, delivery.stored]).toEqual([delivery.given, delivery.given]);
    expect(delivery.given).toBe(await answers(studyId, true));
    expect(delivery.given).toBeGreaterThan(before);
    expect(crowd).toMatchObject({ raters: RATERS, completed: 9 });
    for (const count of [...Object.values(crowd.faults), crowd.restarts]) expect(count).toBeGreaterThan(0);
    // Leavers are left out of the analysis, as the study declares.
    expect(crowd.behaviours.find(({ id }) => id === "dropout")).toMatchObject({ raters: 3, completed: 0 });
    expect(crowd.behaviours.filter(({ id }) => id !== "dropout").map(({ leftOut }) => leftOut)).toEqual([
      0, 0,
    ]);
    expect(summary?.answers).toBe(9 * 20);

    const rows = await participants(studyId);
    expect(rows.map(({ index, simulated }) => [index, simulated])).toEqual([
      [0, false],
      ...Array.from({ length: RATERS }, (_, i) => [-1 - i, true]),
    ]);
    expect(rows.slice(1).filter(({ state }) => state === "completed")).toHaveLength(9);
    expect(person.trials.every(({ value }) => value === null)).toBe(true);
    expect(await answers(studyId, false)).toBe(0);
    expect(await verifyStudy(ctx, { studyId })).toMatchObject({ ok: true, problems: [] });
    const { people, simulated } = await getReports(ctx, studyId);
    expect([people?.results.ratings, simulated?.results.ratings]).toEqual([0, summary?.answers]);

    const again = await outcome(simulate(studyId, "--url", site.url, "--json"));
    expect(JSON.parse(again.printed)).toMatchObject({ delivery, summary: { answers: summary?.answers } });
    expect((await participants(studyId)).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  },
  TIMEOUT_MS,
);

test(
  "a site that does not hold the rehearsal is sent nobody, and a mistake is told before anything begins",
  async () => {
    const { studyId } = await createOpenStudy(ctx, { images: 5 });
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(`${request.method} ${request.url?.split("/").at(-1)}`);
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":{}}');
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    try {
      const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      const { code, said } = await outcome(simulate(studyId, "--url", address));
      expect([code, asked]).toEqual([1, ["GET rehearsal"]]);
      expect(said).toContain("knows nothing of this rehearsal");
    } finally {
      other.close();
    }
    const mistaken = await outcome(simulate(studyId, "--url", site.url, "--effect", "Nobody=0.5"));
    expect([mistaken.code, mistaken.said]).toEqual([1, expect.stringContaining('no arm "Nobody"')]);
    expect((await outcome(simulate(studyId, "--url", "ftp://here"))).said).toContain("no address of a site");
    expect(await participants(studyId)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "raters of a study with a quiz, attention checks and repeats: who reads finishes, who clicks is mostly sent away, and no answer is lost",
  async () => {
    const { studyId } = await createOpenStudy(ctx, {
      images: 15,
      checks: { quiz: true, attention: 2, repeats: 3 },
    });
    const { code, said, printed } = await outcome(
      simulate(studyId, "--url", site.url, "--json", "--mix", "flaky-network=0.5,random-clicker=0.5"),
    );
    expect(code, said).toBe(0);
    const { delivery, crowd } = JSON.parse(printed) as Rehearsal;
    expect(delivery).toMatchObject({ lost: 0, duplicated: 0, refused: 0 });
    expect([delivery.accepted, delivery.stored]).toEqual([delivery.given, delivery.given]);
    const readers = crowd.behaviours.find(({ id }) => id === "flaky-network");
    const clickers = crowd.behaviours.find(({ id }) => id === "random-clicker");
    expect(readers).toMatchObject({ raters: 6, completed: 6 });
    // Two tries at two questions of three options: about one clicker in five passes.
    expect(clickers?.completed).toBeLessThan(6);
    expect((await participants(studyId)).filter(({ state }) => state === "screened")).toHaveLength(
      6 - clickers!.completed,
    );
    expect((await verifyStudy(ctx, { studyId })).problems).toEqual([]);
  },
  TIMEOUT_MS,
);
