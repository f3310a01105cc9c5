"use client";

import { useEffect, useState } from "react";
import { formatPercent } from "#components/figures/format-number.ts";
import { HeatControls } from "#components/heatmap/heat-controls.tsx";
import { type HeatSettings, HeatView } from "#components/heatmap/heat-view.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ColourMapName } from "#lib/imaging/colour-map.ts";
import type { ExampleView } from "#lib/services/trainings/get-training-epoch.ts";

export type MapKind = "for" | "against" | "activation";

interface ExampleMapsProps {
  trainingId: string;
  kind: MapKind;
  /** Epochs that have ended. */
  epochs: number;
  epochCount: number;
  /** Maps of the newest of them. */
  newest: readonly ExampleView[];
}

const COLOURS: Record<MapKind, ColourMapName> = { for: "for", against: "against", activation: "magma" };

/** What the network looked at, epoch by epoch: the newest, or the one that was chosen. */
export function ExampleMaps({ trainingId, kind, epochs, epochCount, newest }: ExampleMapsProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [settings, setSettings] = useState<HeatSettings>({
    opacity: 0.85,
    contour: false,
    raw: false,
    regions: false,
  });
  const shown = chosen === null ? epochs : Math.min(chosen, epochs);
  const { examples, problem } = useEpoch(trainingId, shown, shown === epochs ? newest : null);
  const choose = (epoch: number) => setChosen(epoch >= epochs ? null : Math.max(1, epoch));
  const [first] = examples;
  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-1">
        <label className="flex min-h-8 min-w-0 flex-1 items-center gap-3 text-sm max-sm:min-h-11 max-sm:basis-full">
          <span className="w-28 shrink-0 tabular-nums">
            Epoch {shown} of {epochCount}
          </span>
          <input
            type="range"
            min={1}
            max={Math.max(epochs, 2)}
            value={shown}
            disabled={epochs < 2}
            onChange={(event) => choose(Number(event.target.value))}
            className="min-w-0 max-w-80 flex-1 accent-accent"
          />
        </label>
        <div className="flex items-center gap-1">
          <Button look="quiet" disabled={shown <= 1} onClick={() => choose(shown - 1)} data-shortcut="k">
            Earlier
          </Button>
          <Button look="quiet" disabled={shown >= epochs} onClick={() => choose(shown + 1)} data-shortcut="j">
            Later
          </Button>
        </div>
        <HeatControls
          settings={settings}
          onChange={setSettings}
          grid={first ? `${first.map.height} × ${first.map.width}` : null}
          hasRegions={false}
        />
      </div>
      {problem ? (
        <p role="alert" className="mb-3 text-sm text-danger">
          {problem}
        </p>
      ) : null}
      {examples.length === 0 && !problem ? (
        <p className="text-sm text-muted">
          What the network gave here are no numbers: there is no map to show.
        </p>
      ) : null}
      <ul className="grid grid-cols-2 gap-x-3 gap-y-5 sm:grid-cols-4">
        {examples.map((example) => (
          <Example key={example.image.id} example={example} kind={kind} settings={settings} />
        ))}
      </ul>
    </div>
  );
}

interface ExampleProps {
  example: ExampleView;
  kind: MapKind;
  settings: HeatSettings;
}

function Example({ example, kind, settings }: ExampleProps) {
  const { image, trueClass, predictedClass, targetClass, map } = example;
  const question = `${kind === "against" ? "Why not" : "Why"} ${targetClass}`;
  const isRight = predictedClass === trueClass;
  const mean = map.data.reduce((sum, value) => sum + value, 0) / map.data.length;
  return (
    <li className="min-w-0">
      <HeatView
        picture={{
          url: `/api/v1/files/${image.displaySha256}`,
          width: image.width,
          height: image.height,
          alt: `${question}: map over an image of ${trueClass}`,
          outline: "",
        }}
        settings={settings}
        map={map}
        colours={COLOURS[kind]}
      />
      <p className="mt-2 text-sm font-semibold wrap-anywhere">{question}</p>
      <p className="text-sm text-muted wrap-anywhere">
        {isRight ? `answered ${predictedClass}, right` : `answered ${predictedClass}; it is ${trueClass}`}
      </p>
      {kind === "activation" ? null : (
        <p className="text-sm text-muted">mean attention {formatPercent(mean)}</p>
      )}
    </li>
  );
}

/**
 * Maps of an epoch, from 1, read when they are first asked for. Until they are here the last ones stay.
 * @param known those of the newest epoch, which came with the page
 */
function useEpoch(trainingId: string, epoch: number, known: readonly ExampleView[] | null) {
  const [read, setRead] = useState<ReadonlyMap<number, readonly ExampleView[]>>(new Map());
  const [examples, setExamples] = useState(known ?? []);
  const [problem, setProblem] = useState("");
  const ready = known ?? read.get(epoch);

  useEffect(() => {
    setProblem("");
    if (ready) {
      setExamples(ready);
      return;
    }
    const leaving = new AbortController();
    fetch(`/api/v1/trainings/${trainingId}/epochs/${epoch - 1}`, { signal: leaving.signal })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then((body: { examples: ExampleView[] }) => setRead((now) => new Map(now).set(epoch, body.examples)))
      .catch(() => {
        if (!leaving.signal.aborted)
          setProblem("These maps could not be read just now: choose the epoch again.");
      });
    return () => leaving.abort();
  }, [trainingId, epoch, ready]);
  return { examples, problem };
}
