import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Send } from "#cli/studies/rehearsal/line.ts";
import { openParticipantSite } from "#cli/studies/rehearsal/participant-site.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { prepareLoadSite } from "./site.ts";
import { summarise } from "./summary.ts";

/**
 * Raters at once on loopback, each with their own place in one study, doing what a rater's device does: fetch a picture,
 * think for 1 to 2 seconds, send the answer with its own idempotency key. At the end every accepted answer is looked
 * for in the database. Run: npx tsx test/load/raters.ts [--raters 50] [--seconds 40]
 */
const { values } = parseArgs({
  options: {
    raters: { type: "string", default: "50" },
    seconds: { type: "string", default: "40" },
    json: { type: "boolean", default: false },
  },
});
const raterCount = Number(values.raters);
const seconds = Number(values.seconds);
const THINK_MIN_MS = 1000;
const THINK_RANGE_MS = 1000;

const site = await prepareLoadSite(seconds);
const saves: number[] = [];
const fetches: number[] = [];
const joins: number[] = [];
const accepted = new Map<string, number>();
const errors = new Map<string, number>();
let deadline = Number.POSITIVE_INFINITY;

/** Where each kind of request is timed. */
const TIMES: readonly [of: RegExp, into: number[]][] = [
  [/\/join$/, joins],
  [/\/stimuli\//, fetches],
  [/\/answers\//, saves],
];

function count(error: string): void {
  errors.set(error, (errors.get(error) ?? 0) + 1);
}

/** Every request counts by itself, though the client asks again what gets no reply. */
const send: Send = async (url, init) => {
  const start = performance.now();
  const response = await fetch(url, init).catch((error) => {
    count(String(error));
    throw error;
  });
  TIMES.find(([of]) => of.test(url))?.[1].push(performance.now() - start);
  if (!response.ok) count(`${init.method} ${url.split("/").at(-2)}: ${response.status}`);
  return response;
};

const participant = openParticipantSite({ url: site.url, key: site.key, send });

const join = () =>
  participant.join({
    clientKey: randomBytes(32).toString("base64url"),
    consentVersion: site.consentVersion,
  });

async function rate({ token, trials }: JoinReply): Promise<void> {
  for (const { id: trialId, stimuli } of trials) {
    for (const stimulus of stimuli) await participant.readStimulus(token, stimulus);
    const thinkMs = THINK_MIN_MS + Math.random() * THINK_RANGE_MS;
    await sleep(thinkMs);
    if (performance.now() > deadline) return;
    const value = 1 + Math.floor(Math.random() * 5);
    const delivery = await participant.sendAnswer(token, {
      trialId,
      state: "waiting",
      idempotencyKey: randomBytes(32).toString("base64url"),
      value,
      responseTimeMs: Math.round(thinkMs),
      answeredAt: new Date().toISOString(),
    });
    if (delivery.kind === "stored") accepted.set(trialId, value);
    else count(`answer ${delivery.kind}`);
  }
}

/** One person after another on the same seat, until the time is over. */
async function seat(first: JoinReply): Promise<void> {
  for (let session = first; performance.now() < deadline; session = await join()) {
    try {
      await rate(session);
    } catch (error) {
      count(error instanceof Error ? error.message : String(error));
    }
  }
}

const sessions: JoinReply[] = [];
for (let i = 0; i < raterCount; i++) sessions.push(await join());
const start = performance.now();
deadline = start + seconds * 1000;
await Promise.all(
  sessions.map(async (session) => {
    await sleep(Math.random() * (THINK_MIN_MS + THINK_RANGE_MS));
    await seat(session);
  }),
);
const elapsedS = (performance.now() - start) / 1000;
const { lost, doubled, stored } = await site.compare(accepted);
await site.close();

const result = {
  raters: raterCount,
  seconds: Number(elapsedS.toFixed(1)),
  savesPerSecond: Number((saves.length / elapsedS).toFixed(1)),
  save: summarise(saves),
  stimulus: summarise(fetches),
  join: summarise(joins),
  accepted: accepted.size,
  stored,
  lost,
  doubled,
  errors: Object.fromEntries(errors),
};
if (values.json) console.log(JSON.stringify(result));
else console.log(result);
process.exitCode = lost + doubled + errors.size > 0 ? 1 : 0;
