/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { PageData, QuizView } from "#lib/study/participant-protocol.ts";
import { forgetDraft, useDraft } from "../use-draft.ts";
import type { QuizState } from "./use-quiz.ts";

interface Props {
  readonly page: PageData;
  readonly view: QuizView;
  /** From 1. */
  readonly attempt: number;
  readonly quiz: QuizState;
}

/** A few questions on the instruction, sent together. What was chosen survives a reload until it is sent. */
export function Quiz({ page, view, attempt, quiz }: Props) {
  const { checks } = page.words;
  const draft = `quiz/${page.key}/${attempt}`;
  const [chosen, setChosen] = useDraft<readonly (number | null)[]>(
    draft,
    view.questions.map(() => null),
  );
  const [asked, setAsked] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const isSending = quiz.sending !== "no";
  const answers = chosen.filter((one) => one !== null);
  const isWhole = answers.length === view.questions.length;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setAsked(true);
    if (!isWhole || isSending) return;
    await quiz.send(attempt, answers);
    forgetDraft(draft);
  }

  function said(): string {
    if (quiz.refused !== null) return quiz.refused;
    if (quiz.sending === "offline") return checks.quizOffline;
    if (isSending) return checks.quizSending;
    return asked && !isWhole ? checks.quizUnanswered : "";
  }

  return (
    <form onSubmit={submit} noValidate>
      <h1 tabIndex={-1} ref={heading}>
        {checks.quizTitle}
      </h1>
      <p>{attempt === 1 ? checks.quizLead : checks.quizLastTry}</p>
      {view.questions.map(({ question, options }, at) => (
        <fieldset key={question} class="quiz" disabled={isSending}>
          <legend>{question}</legend>
          {options.map((option, index) => (
            <label key={option}>
              <input
                type="radio"
                name={`question-${at}`}
                checked={chosen[at] === index}
                onChange={() => setChosen(chosen.map((one, i) => (i === at ? index : one)))}
              />
              {option}
            </label>
          ))}
        </fieldset>
      ))}
      <p class="said" role="status">
        {said()}
      </p>
      <button type="submit" class="main" aria-disabled={isSending}>
        {checks.quizDone}
      </button>
    </form>
  );
}
