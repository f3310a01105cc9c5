/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { PageData, QuizView } from "#lib/study/participant-protocol.ts";
import { Instruction } from "../instruction.tsx";
import { Quiz } from "./quiz.tsx";
import { Review } from "./review.tsx";
import type { QuizState } from "./use-quiz.ts";

interface Props {
  readonly page: PageData;
  readonly view: QuizView;
  readonly quiz: QuizState;
  readonly attempt: number;
  /** The instruction as it was, but for its button. */
  readonly instruction: Omit<Parameters<typeof Instruction>[0], "next" | "onStart">;
}

/** From the instruction to practice: the questions and, after a try that was not all right, what was not, the instruction again, and once more. */
export function QuizStep({ page, view, quiz, attempt, instruction }: Props) {
  const [at, setAt] = useState<"review" | "instruction" | "questions">("review");
  const { words } = page;
  if (view.review === null || at === "questions")
    return <Quiz key={attempt} page={page} view={view} attempt={attempt} quiz={quiz} />;
  if (at === "review") return <Review words={words} view={view} onReadAgain={() => setAt("instruction")} />;
  return <Instruction {...instruction} next={words.checks.toQuiz} onStart={() => setAt("questions")} />;
}
