"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { strongestFirst } from "#components/heatmap/pair-model.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ClassList } from "./class-list.tsx";
import { DisplayControls, FIRST_DISPLAY } from "./display-controls.tsx";
import { ExampleStrip } from "./example-strip.tsx";
import { listMethods } from "./methods.ts";
import { listChoices } from "./model-choices.ts";
import { ModelPicker } from "./model-picker.tsx";
import { asPicture } from "./picture-from.ts";
import { PictureInput } from "./picture-input.tsx";
import type { PlaygroundData, PlaygroundPicture } from "./playground-data.ts";
import { answerWork, mapsWork, useAnswers, useLab, useMaps } from "./use-lab.ts";
import { Verdict } from "./verdict.tsx";
import { WorkLine } from "./work-line.tsx";

/** Classes shown at first, and added at a time. */
const PAGE = 12;

interface PlaygroundProps {
  data: PlaygroundData;
  /** Address of the worker's script, from the page's own. */
  engineAddress: string;
}

/** A picture, a model, and why and why not for every class: computed in the browser, by the code the workers run. */
export function Playground({ data, engineAddress }: PlaygroundProps) {
  const bench = useLab(engineAddress);
  const { lab, dispatch } = bench;
  const choices = useMemo(() => listChoices(data.models), [data.models]);
  const [choiceId, setChoiceId] = useState("");
  const [methodId, setMethodId] = useState("");
  const [limit, setLimit] = useState(PAGE);
  const [example, setExample] = useState<string | null>(null);
  const [display, setDisplay] = useState(FIRST_DISPLAY);

  const choice = choices.find(({ id }) => id === choiceId) ?? choices[0];
  const methods = useMemo(() => (choice ? listMethods(choice) : []), [choice]);
  const method = methods.find(({ id }) => id === methodId) ?? methods[0];
  const [first] = choice?.models ?? [];
  const answers = choice?.models.map(({ id }) => lab.logits[id]) ?? [];
  const isAnswered = choice !== undefined && answers.every((logits) => logits !== undefined);
  const order = useMemo(
    () => (first ? strongestFirst(first.classNames.length, lab.logits[first.id] ?? null) : []),
    [first, lab.logits],
  );
  const found = useMemo(() => {
    const wanted = display.search.trim().toLowerCase();
    return wanted ? order.filter((i) => first.classNames[i].toLowerCase().includes(wanted)) : order;
  }, [order, display.search, first]);
  const targets = found.slice(0, limit);

  useAnswers(bench, choice);
  useMaps(bench, choice, method, targets);

  function open(file: File) {
    setExample(null);
    dispatch({ type: "ask", picture: asPicture(file, file.name || "pasted picture") });
  }

  async function openExample({ address, name, className }: PlaygroundPicture) {
    const response = await fetch(address).catch(() => null);
    if (!response?.ok) {
      dispatch({ type: "refuse", message: "That picture could not be fetched: check the network." });
      return;
    }
    setExample(address);
    dispatch({ type: "ask", picture: asPicture(await response.blob(), className ?? name) });
  }

  // The first thing to see is an example, explained.
  const isOpened = useRef(false);
  useEffect(() => {
    if (isOpened.current || !data.pictures[0] || data.models.length === 0) return;
    isOpened.current = true;
    void openExample(data.pictures[0]);
  });

  if (!choice) {
    return (
      <EmptyState title="No model that runs in a browser yet">
        {data.absent.length > 0
          ? "The models here are ONNX files, which run on onnxruntime in a worker only."
          : "Train one, or import the weights of one."}
      </EmptyState>
    );
  }
  const [map] = Object.values(lab.maps[method.halves[0].request.key] ?? {});
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-6 lg:grid-cols-[264px_minmax(0,1fr)]">
      {/* On a phone the parts of this column stand around the explanation. */}
      <div className="contents lg:sticky lg:top-6 lg:flex lg:flex-col lg:gap-5 lg:self-start">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 max-lg:order-1">
          <PictureInput
            shown={lab.shown}
            onFile={open}
            onRefuse={(message) => dispatch({ type: "refuse", message })}
          />
          <ExampleStrip pictures={data.pictures} current={example} onPick={openExample} />
        </div>
        <div id="model" className="min-w-0 scroll-mt-20 max-lg:order-3">
          <ModelPicker choices={choices} chosen={choice} absent={data.absent} onPick={setChoiceId} />
        </div>
      </div>
      <section aria-label="Explanation" className="min-w-0 max-lg:order-2">
        {lab.failure ? (
          <div className="mb-4">
            <Notice tone="danger" live>
              {lab.failure}{" "}
              <button type="button" className="link" onClick={() => dispatch({ type: "dismiss" })}>
                Close
              </button>
            </Notice>
          </div>
        ) : null}
        {lab.shown && isAnswered ? (
          <Verdict choice={choice} logits={answers} order={order} />
        ) : (
          <Invitation isWorking={lab.asked !== null && !lab.isStopped} />
        )}
        <div className="mt-2 mb-4">
          <WorkLine
            lab={lab}
            ms={(lab.spent[answerWork(choice)] ?? 0) + (lab.spent[mapsWork(choice, method)] ?? 0)}
            onStop={() => dispatch({ type: "stop" })}
            onAgain={() => dispatch({ type: "again" })}
          />
        </div>
        {lab.shown && isAnswered ? (
          <>
            <DisplayControls
              methods={methods}
              method={method}
              onMethod={setMethodId}
              display={display}
              onChange={setDisplay}
              grid={map ? `${map.height} × ${map.width}` : null}
              canSearch={order.length > PAGE}
            />
            <ClassList
              lab={lab}
              choice={choice}
              method={method}
              targets={targets}
              total={found.length}
              predicted={order[0]}
              picture={{
                url: lab.shown.url,
                width: lab.shown.width,
                height: lab.shown.height,
                alt: "",
                outline: "",
              }}
              settings={display.heat}
              isOneScale={display.isOneScale}
              onMore={() => setLimit(limit + PAGE)}
            />
          </>
        ) : null}
      </section>
    </div>
  );
}

function Invitation({ isWorking }: { isWorking: boolean }) {
  return (
    <div>
      <p className="text-xl font-semibold tracking-tight">
        {isWorking ? "Looking at the picture …" : "Bring a photo, and see why."}
      </p>
      <p className="mt-1 max-w-prose text-muted">
        For every class the model knows: where it finds evidence for it, and where against. All of it is
        computed in this page; the photo never leaves this device.
      </p>
    </div>
  );
}
