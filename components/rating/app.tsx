/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import type { JoinReply, PageData, TrialView } from "#lib/study/participant-protocol.ts";
import type { DeviceStore } from "./device-store.ts";
import { Finishing, Over, Thanks } from "./finish.tsx";
import { Instruction } from "./instruction.tsx";
import { Notice } from "./notice.tsx";
import type { Outbox, OutboxStatus } from "./outbox.ts";
import { nextTrial, progressOf, stimuliAhead } from "./place.ts";
import type { Site } from "./site.ts";
import type { StimulusCache } from "./stimulus-cache.ts";
import { Stop } from "./stop.tsx";
import { Trial } from "./trial.tsx";
import { useAnswers } from "./use-answers.ts";
import { useCompletion } from "./use-completion.ts";

export interface AppProps {
  readonly page: PageData;
  readonly session: JoinReply;
  readonly instructed: boolean;
  readonly resumeLink: string;
  readonly site: Site;
  readonly device: DeviceStore;
  readonly outbox: Outbox;
  readonly stimuli: StimulusCache;
  /** Subscribes to the outbox; returns how to stop. */
  readonly watchOutbox: (listener: (status: OutboxStatus) => void) => () => void;
  readonly wait: (delayMs: number) => Promise<void>;
}

/** Everything after consent: instruction, practice, trials, thanks. No page is ever loaded again. */
export function App(props: AppProps) {
  const { page, session, resumeLink, site, device, outbox, stimuli, watchOutbox, wait } = props;
  const { words } = page;
  const { trials, answer, reset } = useAnswers(session, device, outbox);
  const [instructed, setInstructed] = useState(props.instructed);
  const [stopping, setStopping] = useState(false);
  const [withdrawn, setWithdrawn] = useState(session.state === "withdrawn");
  const [status, setStatus] = useState<OutboxStatus>({ waiting: 0, failures: 0, refused: null });
  /** A practice trial whose feedback is still being read. */
  const [held, setHeld] = useState<TrialView | null>(null);
  useEffect(() => watchOutbox(setStatus), [watchOutbox]);

  const next = nextTrial(trials);
  const trial = held ?? (next === null ? null : trials[next]);
  const completion = useCompletion({
    answeredAll: trial === null && !withdrawn,
    known:
      session.completionCode === null
        ? null
        : { completionCode: session.completionCode, returnStep: session.returnStep },
    site,
    outbox,
    wait,
    onMissing: async (fresh) => {
      setWithdrawn(fresh.state === "withdrawn");
      await reset(fresh);
    },
  });

  useEffect(() => {
    if (withdrawn || next === null) return;
    const examples = instructed ? [] : session.examples.map((example) => example.stimulus);
    stimuli.preload([...examples, ...stimuliAhead(trials, next, instructed)]);
  }, [trials, next, instructed, session, stimuli, withdrawn]);

  async function withdraw(): Promise<void> {
    await site.withdraw();
    setWithdrawn(true);
  }

  function start(): void {
    void device.writeInstructed();
    setInstructed(true);
  }

  function screen() {
    if (withdrawn)
      return <Over title={words.refusals.withdrawn.title} message={words.refusals.withdrawn.text} />;
    if (completion !== null)
      return <Thanks page={page} completion={completion} resumeLink={resumeLink} onWithdraw={withdraw} />;
    if (trial === null) return <Finishing words={words} />;
    if (stopping)
      return (
        <Stop words={words} resumeLink={resumeLink} onBack={() => setStopping(false)} onWithdraw={withdraw} />
      );
    if (!instructed)
      return (
        <Instruction
          page={page}
          paragraphs={session.instruction}
          examples={session.examples}
          practice={trial.practice}
          picture={stimuli.get}
          onStart={start}
        />
      );
    return (
      <Trial
        key={trial.id}
        page={page}
        trial={trial}
        progress={progressOf(trials, trial.id)}
        picture={stimuli.get}
        onAnswer={(given) => {
          if (trial.feedback) setHeld(trial);
          void answer(trial, given);
        }}
        onNext={() => setHeld(null)}
        onStop={() => setStopping(true)}
      />
    );
  }

  return (
    <>
      {screen()}
      <Notice words={words} status={status} />
    </>
  );
}
