/** @jsxImportSource preact */
import { render } from "preact";
import type { RefusalReason } from "#lib/study/languages/language.ts";
import type { JoinReply, JoinRequest, PageData } from "#lib/study/participant-protocol.ts";
import { App } from "./app.tsx";
import { readArrival } from "./arrival.ts";
import { exclusively, later, randomKey, wait } from "./browser.ts";
import { type DeviceStore, openDeviceStore } from "./device-store.ts";
import { Over } from "./finish.tsx";
import { createOutbox, type OutboxStatus, type OutboxStore, retryDelayMs } from "./outbox.ts";
import { mergeAnswers, needsInstruction } from "./place.ts";
import { EarlyExit } from "./return-step.tsx";
import { createSite, Refusal, type Site } from "./site.ts";
import { createStimulusCache } from "./stimulus-cache.ts";

/** A link of one's own ends in #r= and the device's key: the part after # never reaches a server's log. */
const RESUME = /^#r=([\w-]{43})$/;

const root = document.getElementById("app")!;
const page = JSON.parse(document.getElementById("page")!.textContent!) as PageData;

async function start(): Promise<void> {
  const device = await openDeviceStore(page.key);
  const site = createSite(page);
  const brought = RESUME.exec(location.hash)?.[1];
  if (brought) {
    await device.writeClientKey(brought);
    history.replaceState(null, "", location.pathname);
  }
  // Whoever comes from a crowd platform is who the address says, not who used this device before.
  const arrival = readArrival(page.arrivalNames, location.search);
  const clientKey = await device.readClientKey();
  const { consentVersion } = page;
  if (clientKey && !arrival) return enter(device, site, { clientKey, consentVersion });
  const agree = document.getElementById("agree") as HTMLButtonElement | null;
  if (!agree) {
    // Nobody new is let in. Who is in already goes on; who is not is told the way back.
    if (arrival) await enter(device, site, { clientKey: randomKey(), arrival, consentVersion: "" });
    return;
  }
  if (page.arrivalNames && !arrival) return showRefusal("no-arrival");
  agree.disabled = false;
  agree.addEventListener("click", async () => {
    agree.disabled = true;
    const known = arrival ? null : await device.readClientKey();
    const key = known ?? randomKey();
    if (!arrival) await device.writeClientKey(key);
    await enter(device, site, { clientKey: key, consentVersion, ...(arrival && { arrival }) });
  });
}

function showRefusal(reason: RefusalReason): void {
  const { title, text } = page.words.refusals[reason];
  root.replaceChildren();
  render(<Over title={title} message={text} />, root);
}

async function enter(device: DeviceStore, site: Site, entrance: JoinRequest): Promise<void> {
  const session = await join(site, entrance);
  if (!session) return;
  const { clientKey } = session;
  if (entrance.arrival) {
    await device.writeClientKey(clientKey);
    // The platform's ids are not left in the address, where they would be copied and shown.
    if (device.lasting) history.replaceState(null, "", location.pathname);
  }
  const listeners = new Set<(status: OutboxStatus) => void>();
  const outbox = createOutbox({
    store: answersOf(session, device),
    send: site.sendAnswer,
    exclusively: (work) => exclusively(`outbox-${page.key}`, work),
    later,
    onChange: (status) => {
      for (const listener of listeners) listener(status);
    },
  });
  const trials = mergeAnswers(session.trials, await device.outbox.all());
  const merged = { ...session, trials };
  root.replaceChildren();
  render(
    <App
      page={page}
      session={merged}
      instructed={!needsInstruction(merged, await device.readInstructed())}
      resumeLink={`${location.pathname}#r=${clientKey}`}
      site={site}
      device={device}
      outbox={outbox}
      stimuli={createStimulusCache(site.readStimulus, wait)}
      watchOutbox={(listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      }}
      wait={wait}
    />,
    root,
  );
  void outbox.flush();
}

/** This participant's part of what the device keeps: it may hold answers of others, which wait for their return. */
function answersOf({ trials }: JoinReply, { outbox }: DeviceStore): OutboxStore {
  const own = new Set(trials.map(({ id }) => id));
  return { ...outbox, all: async () => (await outbox.all()).filter(({ trialId }) => own.has(trialId)) };
}

/** Joining again with the same key gives the same place, so it is repeated until it works. */
async function join(site: Site, entrance: JoinRequest): Promise<JoinReply | null> {
  const say = document.getElementById("say");
  for (let failures = 0; ; ) {
    try {
      return await site.join(entrance);
    } catch (error) {
      if (error instanceof Refusal) {
        root.replaceChildren();
        render(
          <Over title={error.title} message={error.message}>
            {error.exit && <EarlyExit page={page} exit={error.exit} />}
          </Over>,
          root,
        );
        return null;
      }
      failures += 1;
      if (say) say.textContent = page.words.outOfReach;
      await wait(retryDelayMs(failures));
    }
  }
}

void start();
