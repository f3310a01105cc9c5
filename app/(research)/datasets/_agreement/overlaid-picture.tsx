import type { ReactNode } from "react";
import { personLook } from "./person-look.ts";

export interface PersonOutline {
  /** Place of the person in the round. */
  index: number;
  /** SVG path data, in image pixels. */
  path: string;
}

interface OverlaidPictureProps {
  url: string;
  width: number;
  height: number;
  alt: string;
  outlines: readonly PersonOutline[];
  /** Further SVG, in image pixels, under and over the outlines. */
  under?: ReactNode;
  over?: ReactNode;
}

/** A picture with what several people drew on it, each in a line of their own. */
export function OverlaidPicture({ url, width, height, alt, outlines, under, over }: OverlaidPictureProps) {
  return (
    <div
      className="relative overflow-hidden rounded-lg border border-line bg-fill"
      style={{ aspectRatio: `${width} / ${height}` }}
    >
      {/* biome-ignore lint/performance/noImgElement: already re-encoded, sized and immutable */}
      <img
        src={url}
        alt={alt}
        width={width}
        height={height}
        loading="lazy"
        className="absolute inset-0 size-full"
      />
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="absolute inset-0 size-full">
        {under}
        {outlines.map(({ index, path }) => (
          <g key={index} fill="none" strokeLinejoin="round">
            <path
              d={path}
              stroke="#000"
              strokeOpacity={0.55}
              strokeWidth={5}
              vectorEffect="non-scaling-stroke"
            />
            <path
              d={path}
              stroke={personLook(index).colour}
              strokeWidth={2.5}
              strokeDasharray={personLook(index).dash}
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
        {over}
      </svg>
    </div>
  );
}
