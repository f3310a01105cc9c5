/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ExampleView, PageData } from "#lib/study/participant-protocol.ts";

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
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        What to do
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
        Answer from {page.values[0]} ({page.low.toLowerCase()}) to {page.values.at(-1)} (
        {page.high.toLowerCase()}): tap, or press the number. You can’t go back to a picture.
      </p>
      <button type="button" class="main" onClick={onStart}>
        {practice ? "Try it" : "Start"}
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
  const end = example.good ? page.values.at(-1) : page.values[0];
  const verdict = example.good ? "supports it well" : "hardly supports it";
  return (
    <figure>
      <div class="picture">
        {source && (
          // biome-ignore lint/performance/noImgElement: a blob fetched with the token; no Next on this page
          <img src={source} width="384" height="384" alt={`A highlighted area that ${verdict}`} />
        )}
      </div>
      <figcaption>
        {page.lead} <strong>{example.answer}</strong>. The highlighted area {verdict}: about {end}.
      </figcaption>
    </figure>
  );
}
