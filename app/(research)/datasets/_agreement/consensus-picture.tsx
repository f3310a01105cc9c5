"use client";

import { useState } from "react";
import { OverlaidPicture, type PersonOutline } from "./overlaid-picture.tsx";

interface ConsensusPictureProps {
  picture: { url: string; width: number; height: number; alt: string };
  outlines: readonly PersonOutline[];
  /** SVG path data, in image pixels: what is proposed, and what is there. */
  consensus: string;
  present: string;
}

const LAYERS = [
  { id: "drawings", label: "Drawings" },
  { id: "consensus", label: "Consensus (filled)" },
  { id: "present", label: "Regions now (thin, dotted)" },
] as const;

/** A picture with what people drew, what they agree on and what is there, each on or off. */
export function ConsensusPicture({ picture, outlines, consensus, present }: ConsensusPictureProps) {
  const [shown, setShown] = useState({ drawings: true, consensus: true, present: true });
  return (
    <div>
      <OverlaidPicture
        {...picture}
        outlines={shown.drawings ? outlines : []}
        under={shown.consensus ? <ConsensusArea path={consensus} /> : null}
        over={shown.present ? <PresentLines path={present} /> : null}
      />
      <fieldset className="mt-2 flex flex-wrap gap-x-5">
        <legend className="sr-only">Shown on the picture</legend>
        {LAYERS.map(({ id, label }) => (
          <label key={id} className="inline-flex min-h-8 items-center gap-2 text-sm max-sm:min-h-11">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={shown[id]}
              onChange={(event) => setShown({ ...shown, [id]: event.target.checked })}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function ConsensusArea({ path }: { path: string }) {
  return (
    <path
      d={path}
      fill="#fff"
      fillOpacity={0.5}
      fillRule="evenodd"
      stroke="#fff"
      strokeWidth={1.5}
      vectorEffect="non-scaling-stroke"
    />
  );
}

function PresentLines({ path }: { path: string }) {
  return (
    <g fill="none" strokeWidth={1.5}>
      <path d={path} stroke="#000" vectorEffect="non-scaling-stroke" />
      <path d={path} stroke="#fff" strokeDasharray="1.5 3" vectorEffect="non-scaling-stroke" />
    </g>
  );
}
