/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import type { JoinReply, PageData, TrialView } from "#lib/study/participant-protocol.ts";
import { Break } from "./break.tsx";
import type { DeviceStore } from "./device-store.ts";
import { Finishing, Over, Thanks } from "./finish.tsx";
import { Instruction } from "./instruction.tsx";
import { Notice } from "./notice.tsx";
import type { Outbox, OutboxStatus } from "./outbox.ts";
import { isBreakDue, nextTrial, progressOf, stimuliAhead } from "./place.ts";
import { QuizStep } from "./quiz/quiz-step.tsx";
import { Screened } from "./quiz/screened.tsx";
import { useQuiz } from "./quiz/use-quiz.ts";
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

/** Everything after consent: instruction, quiz, practice, trials, thanks. No page is ever loaded again. */
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
  /** The trial before which there was a break. */
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => watchOutbox(setStatus), [watchOutbox]);

  const quiz = useQuiz(session, site, wait);
  const attempt = quiz.view?.nextAttempt ?? null;
  const screened = quiz.state === "screened";
  const next = nextTrial(trials);
  const trial = held ?? (next === null ? null : trials[next]);
  const completion = useCompletion({
    answeredAll: trial === null && !withdrawn && !screened,
    known:
      session.completionCode === null || screened
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
    if (withdrawn || screened || next === null) return;
    const examples = instructed ? [] : session.examples.map((example) => example.stimulus);
    stimuli.preload([...examples, ...stimuliAhead(trials, next, instructed)]);
  }, [trials, next, instructed, session, stimuli, withdrawn, screened]);

  async function withdraw(): Promise<void> {
    await site.withdraw();
    setWithdrawn(true);
  }

  function start(): void {
    void device.writeInstructed();
    setInstructed(true);
  }

  const instruction = {
    page,
    paragraphs: session.instruction,
    examples: session.examples,
    picture: stimuli.get,
  };

  function screen() {
    if (withdrawn)
      return <Over title={words.refusals.withdrawn.title} message={words.refusals.withdrawn.text} />;
    if (screened) return <Screened page={page} exit={quiz.exit} onWithdraw={withdraw} />;
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
          {...instruction}
          next={attempt !== null ? words.checks.toQuiz : trial.practice ? words.tryIt : words.start}
          onStart={start}
        />
      );
    if (quiz.view && attempt !== null)
      return (
        <QuizStep page={page} view={quiz.view} quiz={quiz} attempt={attempt} instruction={instruction} />
      );
    const progress = progressOf(trials, trial.id);
    if (isBreakDue(progress, page.breakEvery) && rested !== trial.id)
      return <Break words={words} progress={progress} onGoOn={() => setRested(trial.id)} />;
    return (
      <Trial
        key={trial.id}
        page={page}
        trial={trial}
        progress={progress}
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
