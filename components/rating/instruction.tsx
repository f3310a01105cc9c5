/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { ExampleView, PageData } from "#lib/study/participant-protocol.ts";
import { scaleEnds } from "./scale-ends.ts";

interface Props {
  readonly page: PageData;
  readonly paragraphs: readonly string[];
  readonly examples: readonly ExampleView[];
  readonly practice: boolean;
  readonly picture: (id: string) => Promise<string>;
  readonly onStart: () => void;
}

/** What to do, with one picture whose highlight supports the answer and one whose highlight doesn't. */
export function Instruction({ page, paragraphs, examples, practice, picture, onStart }: Props) {
  const { words } = page;
  const { values, low, high } = scaleEnds(page.task);
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
      <div class="examples">
        {examples.map((example) => (
          <Example key={example.stimulus} page={page} example={example} picture={picture} />
        ))}
      </div>
      <p>
        {fill(words.howToAnswer, {
          first: values[0],
          low: low.toLowerCase(),
          last: values[values.length - 1],
          high: high.toLowerCase(),
        })}
      </p>
      <button type="button" class="main" onClick={onStart}>
        {practice ? words.tryIt : words.start}
      </button>
    </section>
  );
}

function Example({
  page,
  example,
  picture,
}: {
  page: PageData;
  example: ExampleView;
  picture: Props["picture"];
}) {
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    picture(example.stimulus).then(setSource, () => setSource(null));
  }, [example.stimulus, picture]);
  const { words } = page;
  const { values } = scaleEnds(page.task);
  const { verdict, alt, value } = example.good
    ? { verdict: words.goodExample, alt: words.goodExampleAlt, value: values[values.length - 1] }
    : { verdict: words.badExample, alt: words.badExampleAlt, value: values[0] };
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
