/** @jsxImportSource preact */
import { fill } from "#lib/study/fill.ts";
import { panelLetter } from "#lib/study/panel-letter.ts";
import type { PageData, TrialView } from "#lib/study/participant-protocol.ts";
import { askedName } from "./asked-name.ts";
import type { Pictures } from "./use-pictures.ts";

/** What the computer answered, and what is asked; of an attention check, what it asks for. */
export function Question({ page, trial }: { page: PageData; trial: TrialView }) {
  if (trial.asked !== null) {
    const { attentionTitle, attentionAsk } = page.words.checks;
    return (
      <div class="question">
        <h1>{attentionTitle}</h1>
        <p id="question">{fill(attentionAsk, { value: askedName(page, trial, trial.asked) })}</p>
      </div>
    );
  }
  return (
    <div class="question">
      <h1>
        {page.lead} {trial.answer && <strong>{trial.answer}</strong>}
      </h1>
      <p id="question">{page.question}</p>
    </div>
  );
}

interface ShownProps {
  readonly page: PageData;
  readonly trial: TrialView;
  readonly pictures: Pictures;
}

/** The pictures of a trial with its question: one picture comes first, several come after what to compare them by. */
export function Shown(props: ShownProps) {
  const question = <Question {...props} />;
  if (props.trial.stimuli.length === 1)
    return (
      <>
        <OnePicture {...props} />
        {question}
      </>
    );
  return (
    <>
      {question}
      <SeveralPictures {...props} />
    </>
  );
}

function OnePicture({ page: { words, task }, pictures: { sources, delay } }: ShownProps) {
  const alt = task.kind === "class" ? words.plainPictureAlt : words.pictureAlt;
  return sources ? (
    <div class="picture">
      <Picture source={sources[0]} alt={alt} />
    </div>
  ) : (
    <Awaited delay={delay} />
  );
}

/** Where each stands for one of the answers to choose from and that has a name, its caption says which. */
function SeveralPictures({ page, trial, pictures: { sources, delay } }: ShownProps) {
  const { panelAlt, panelFor } = page.words.task;
  const { stimuli, classes } = trial;
  const caption = (panel: number) => {
    const letter = panelLetter(panel);
    const isNamed = classes.length === stimuli.length && classes[panel] !== letter;
    return isNamed ? fill(panelFor, { panel: letter, answer: classes[panel] }) : letter;
  };
  return (
    <div class="panels">
      {stimuli.map((id, panel) => (
        <figure key={id} class="panel">
          <figcaption class="caption">{caption(panel)}</figcaption>
          {sources ? (
            <div class="picture">
              <Picture source={sources[panel]} alt={fill(panelAlt, { panel: caption(panel) })} />
            </div>
          ) : (
            <Awaited delay={panel === 0 ? delay : ""} />
          )}
        </figure>
      ))}
    </div>
  );
}

export function Picture({ source, alt }: { source: string; alt: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: a blob fetched with the token; no Next on this page
    <img src={source} width="384" height="384" alt={alt} draggable={false} />
  );
}

/** The room of a picture that is still on its way, and why it takes so long. */
export function Awaited({ delay }: { delay: string }) {
  return (
    <div class="picture">
      {delay && (
        <p class="quiet" role="status">
          {delay}
        </p>
      )}
    </div>
  );
}
