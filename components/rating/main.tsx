/** @jsxImportSource preact */
import { render } from "preact";
import type { JoinReply, PageData } from "#lib/study/participant-protocol.ts";
import { App } from "./app.tsx";
import { exclusively, later, randomKey, wait } from "./browser.ts";
import { type DeviceStore, openDeviceStore } from "./device-store.ts";
import { Over } from "./finish.tsx";
import { createOutbox, type OutboxStatus, retryDelayMs } from "./outbox.ts";
import { mergeAnswers, needsInstruction } from "./place.ts";
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
  const clientKey = await device.readClientKey();
  if (clientKey) return enter(device, site, clientKey);
  const agree = document.getElementById("agree") as HTMLButtonElement | null;
  if (!agree) return;
  agree.disabled = false;
  agree.addEventListener("click", async () => {
    agree.disabled = true;
    const key = (await device.readClientKey()) ?? randomKey();
    await device.writeClientKey(key);
    await enter(device, site, key);
  });
}

async function enter(device: DeviceStore, site: Site, clientKey: string): Promise<void> {
  const session = await join(site, clientKey);
  if (!session) return;
  const listeners = new Set<(status: OutboxStatus) => void>();
  const outbox = createOutbox({
    store: device.outbox,
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

/** Joining again with the same key gives the same place, so it is repeated until it works. */
async function join(site: Site, clientKey: string): Promise<JoinReply | null> {
  const say = document.getElementById("say");
  for (let failures = 0; ; ) {
    try {
      return await site.join({ clientKey, consentVersion: page.consentVersion });
    } catch (error) {
      if (error instanceof Refusal) {
        render(<Over title={page.words.cannotGoOn} message={error.message} />, root);
        return null;
      }
      failures += 1;
      if (say) say.textContent = page.words.outOfReach;
      await wait(retryDelayMs(failures));
    }
  }
}

void start();
