import type { MapNumbers } from "#components/heatmap/map-numbers.ts";
import type { EngineReport, JobEvent, Stage } from "./protocol.ts";

/** A picture somebody brought. */
export interface AskedPicture {
  key: string;
  name: string;
  file: Blob;
}

/** A picture that could be opened, as it is drawn. */
export interface ShownPicture extends AskedPicture {
  url: string;
  width: number;
  height: number;
}

/** What the page knows: of the engine, of the picture, and what the models said of it. */
export interface Lab {
  asked: AskedPicture | null;
  shown: ShownPicture | null;
  engine: EngineReport | null;
  logits: Readonly<Record<string, readonly number[]>>;
  /** By the key of a request, then by class. */
  maps: Readonly<Record<string, Readonly<Record<number, MapNumbers>>>>;
  progress: { stage: Stage; done: number; total: number } | null;
  /** Somebody stopped the work: nothing starts by itself until something is asked for. */
  isStopped: boolean;
  failure: string | null;
  /** Milliseconds of work on this picture, by what was done: see `answerWork` and `mapsWork`. */
  spent: Readonly<Record<string, number>>;
  held: { tensors: number; bytes: number } | null;
  /** Counts what was asked again. */
  attempt: number;
}

export const EMPTY_LAB: Lab = {
  asked: null,
  shown: null,
  engine: null,
  logits: {},
  maps: {},
  progress: null,
  isStopped: false,
  failure: null,
  spent: {},
  held: null,
  attempt: 0,
};

export type LabAction =
  | { type: "ask"; picture: AskedPicture }
  | { type: "refuse"; message: string }
  | { type: "stop" }
  | { type: "again" }
  | { type: "dismiss" }
  | { type: "event"; work: string; picture: AskedPicture; event: JobEvent; url?: string };

export function reduceLab(lab: Lab, action: LabAction): Lab {
  switch (action.type) {
    case "ask":
      return { ...lab, asked: action.picture, failure: null, isStopped: false, attempt: lab.attempt + 1 };
    case "refuse":
      return { ...lab, failure: action.message };
    case "stop":
      return { ...lab, progress: null, isStopped: true };
    case "again":
      return { ...lab, failure: null, isStopped: false, attempt: lab.attempt + 1 };
    case "dismiss":
      return { ...lab, failure: null };
    case "event":
      return action.picture.key === lab.asked?.key ? reduceEvent(lab, action) : lab;
  }
}

function reduceEvent(lab: Lab, { work, picture, event, url }: Extract<LabAction, { type: "event" }>): Lab {
  switch (event.type) {
    case "stage":
      return { ...lab, progress: event };
    case "engine":
      return { ...lab, engine: event.engine };
    case "picture": {
      const { width, height } = event;
      const shown = { ...picture, url: url ?? "", width, height };
      const isSame = picture.key === lab.shown?.key;
      return isSame ? { ...lab, shown } : { ...lab, shown, logits: {}, maps: {}, spent: {} };
    }
    case "answer":
      return { ...lab, logits: { ...lab.logits, [event.modelId]: event.logits } };
    case "map": {
      const known = lab.maps[event.key];
      return { ...lab, maps: { ...lab.maps, [event.key]: { ...known, [event.target]: event.map } } };
    }
    case "done": {
      const { tensors, bytes, ms } = event;
      const spent = { ...lab.spent, [work]: (lab.spent[work] ?? 0) + ms };
      return { ...lab, progress: null, spent, held: { tensors, bytes } };
    }
    case "failed": {
      // A picture that cannot be opened takes nothing away: the one before it stays.
      const isPictures = lab.shown?.key !== picture.key && ["invalid", "too_large"].includes(event.code);
      return {
        ...lab,
        progress: null,
        isStopped: !isPictures,
        failure: event.message,
        asked: isPictures ? lab.shown : lab.asked,
      };
    }
  }
}
