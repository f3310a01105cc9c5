/** @jsxImportSource preact */
import { render } from "preact";
import type { PageData, PreviewData } from "#lib/study/participant-protocol.ts";
import { App } from "./app.tsx";
import { later, wait } from "./browser.ts";
import { openMemoryStore } from "./device-store.ts";
import { createOutbox } from "./outbox.ts";
import type { Site } from "./site.ts";
import { createStimulusCache } from "./stimulus-cache.ts";

/**
 * A researcher's look at the participant's page: the same screens, over pictures that came with the document. Answers go no further than this
 * page, whose policy lets nothing be sent.
 */
const root = document.getElementById("app")!;
const read = <Data,>(id: string) => JSON.parse(document.getElementById(id)!.textContent!) as Data;
const page = read<PageData>("page");
const { session, pictures } = read<PreviewData>("preview");

const site: Site = {
  join: async () => joined,
  readSession: async () => session,
  readStimulus: async (id) => pictures[id],
  sendAnswer: async ({ value }) => ({ kind: "stored", value }),
  // Its sessions have no quiz.
  takeQuiz: () => Promise.reject(new Error("The preview has no quiz")),
  complete: async () => ({ completionCode: "PREVIEW", returnStep: null }),
  withdraw: async () => undefined,
};
const joined = { ...session, token: "", clientKey: "", returnStep: null };

function begin(): void {
  const device = openMemoryStore();
  const outbox = createOutbox({
    store: device.outbox,
    send: site.sendAnswer,
    exclusively: (work) => work(),
    later,
    onChange: () => undefined,
  });
  root.replaceChildren();
  render(
    <App
      page={page}
      session={joined}
      instructed={false}
      resumeLink="#"
      site={site}
      device={device}
      outbox={outbox}
      stimuli={createStimulusCache(site.readStimulus, wait)}
      watchOutbox={() => () => undefined}
      wait={wait}
    />,
    root,
  );
}

const agree = document.getElementById("agree") as HTMLButtonElement;
agree.disabled = false;
agree.addEventListener("click", begin);
