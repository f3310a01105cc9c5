/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { ExampleView, PageData } from "#lib/study/participant-protocol.ts";
import { type ScaleEnds, scaleEnds } from "./scale-ends.ts";

interface Props {
  readonly page: PageData;
  readonly paragraphs: readonly string[];
  readonly examples: readonly ExampleView[];
  /** What its button says. */
  readonly next: string;
  readonly picture: (id: string) => Promise<string>;
  readonly onStart: () => void;
}

/** What to do, with one picture whose highlight supports the answer and one whose highlight doesn't. */
export function Instruction({ page, paragraphs, examples, next, picture, onStart }: Props) {
  const { words } = page;
  const ends = scaleEnds(page.task);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {words.whatToDo}
      </h1>
      {paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {ends && examples.length > 0 && (
        <div class="examples">
          {examples.map((example) => (
            <Example key={example.stimulus} page={page} ends={ends} example={example} picture={picture} />
          ))}
        </div>
      )}
      <p>{howToAnswer(page, ends)}</p>
      <button type="button" class="main" onClick={onStart}>
        {next}
      </button>
    </section>
  );
}

function howToAnswer({ task, words }: PageData, ends: ScaleEnds | null): string {
  const how = words.task.howToAnswer;
  if (task.kind !== "scale") return how[task.kind];
  return ends
    ? fill(how.scale, { ...ends, low: ends.low.toLowerCase(), high: ends.high.toLowerCase() })
    : how.choice;
}

interface ExampleProps {
  readonly page: PageData;
  readonly ends: ScaleEnds;
  readonly example: ExampleView;
  readonly picture: Props["picture"];
}

function Example({ page, ends, example, picture }: ExampleProps) {
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    picture(example.stimulus).then(setSource, () => setSource(null));
  }, [example.stimulus, picture]);
  const { words } = page;
  const { verdict, alt, value } = example.good
    ? { verdict: words.goodExample, alt: words.goodExampleAlt, value: ends.last }
    : { verdict: words.badExample, alt: words.badExampleAlt, value: ends.first };
  return (
    <figure>
      <div class="picture">
        {source && (
          // biome-ignore lint/performance/noImgElement: a blob fetched with the token; no Next on this page
          <img src={source} width="384" height="384" alt={alt} />
        )}
      </div>
      <figcaption>
        {page.lead} <strong>{example.answer}</strong>
        {words.fullStop} {fill(verdict, { value })}
      </figcaption>
    </figure>
  );
}
