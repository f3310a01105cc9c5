/** @jsxImportSource preact */
import type { PageData, QuizReply } from "#lib/study/participant-protocol.ts";
import { Over } from "../finish.tsx";
import { EarlyExit } from "../return-step.tsx";
import { Withdraw } from "../stop.tsx";

interface Props {
  readonly page: PageData;
  readonly exit: QuizReply["exit"];
  readonly onWithdraw: () => Promise<void>;
}

/** The end for somebody who did not pass the quiz: thanks, and the way back to their platform. */
export function Screened({ page, exit, onWithdraw }: Props) {
  const { title, text } = page.words.refusals.screened;
  return (
    <Over title={title} message={text}>
      {exit && <EarlyExit page={page} exit={exit} />}
      <Withdraw words={page.words} onWithdraw={onWithdraw} />
    </Over>
  );
}
