"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ImageSummary } from "#lib/services/datasets/list-images.ts";
import type { ImageRuler } from "#lib/services/datasets/measure-images.ts";
import { askServer } from "./ask-server.ts";

/** A scroll that goes on does not ask for every block it passes. */
const SETTLE_MS = 60;
const MAX_BLOCKS = 60;

export interface Start {
  datasetId: string;
  /** The filter as a query string. */
  query: string;
  /** The first images, which came with the page. */
  rows: readonly ImageSummary[];
  total: number;
  /** Whether the total is all there are, and not where counting stopped. */
  exact: boolean;
}

export interface Blocks {
  total: number;
  exact: boolean;
  imageAt(index: number): ImageSummary | undefined;
  /** Tells which images are looked at, so that they are read. */
  look(first: number, end: number): void;
  /** Ids of a range of images, read if need be. */
  idsBetween(first: number, last: number): Promise<string[]>;
  problem: string | null;
  retry(): void;
  /** Reads everything anew; what is shown stays until then. */
  reload(): void;
}

/** The images of a filter, read a block at a time from wherever one is. */
export function useBlocks({ datasetId, query, rows, total, exact }: Start): Blocks {
  const [ruler, setRuler] = useState<ImageRuler | null>(null);
  const [blocks, setBlocks] = useState<ReadonlyMap<number, readonly ImageSummary[]>>(new Map());
  const [stale, setStale] = useState<ReadonlySet<number>>(new Set());
  const [range, setRange] = useState({ first: 0, end: 0 });
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const reading = useRef(new Map<number, AbortController>());
  const base = `/api/v1/datasets/${datasetId}/images`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn measures again
  useEffect(() => {
    const controller = new AbortController();
    askServer<ImageRuler>(`${base}/ruler?${query}`, { signal: controller.signal })
      .then((measured) => {
        setRuler(measured);
        setProblem(null);
      })
      .catch((error) => !controller.signal.aborted && setProblem(error.message));
    return () => controller.abort();
  }, [base, query, turn]);

  const readBlock = useCallback(
    (at: number, signal?: AbortSignal) => {
      const place = new URLSearchParams(query);
      if (ruler?.marks[at]) place.set("from", ruler.marks[at]);
      if (ruler?.marks[at + 1]) place.set("until", ruler.marks[at + 1]);
      return askServer<{ rows: ImageSummary[] }>(`${base}?${place}`, { signal }).then((read) => read.rows);
    },
    [base, query, ruler],
  );

  const keep = useCallback((at: number, read: readonly ImageSummary[]) => {
    setBlocks((known) => {
      const next = new Map(known);
      next.delete(at);
      next.set(at, read);
      for (const oldest of next.keys()) {
        if (next.size <= MAX_BLOCKS) break;
        next.delete(oldest);
      }
      return next;
    });
    setStale((known) => new Set([...known].filter((one) => one !== at)));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again
  useEffect(() => {
    if (!ruler || range.end === 0) return;
    const from = Math.floor(range.first / ruler.step);
    const to = Math.min(ruler.marks.length - 1, Math.floor((range.end - 1) / ruler.step));
    const inFlight = reading.current;
    for (const [at, controller] of inFlight) {
      if (at >= from && at <= to) continue;
      controller.abort();
      inFlight.delete(at);
    }
    const timer = setTimeout(() => {
      for (let at = from; at <= to; at++) {
        if (inFlight.has(at) || (blocks.has(at) && !stale.has(at))) continue;
        const controller = new AbortController();
        inFlight.set(at, controller);
        readBlock(at, controller.signal)
          .then((read) => keep(at, read))
          .catch((error) => !controller.signal.aborted && setProblem(error.message))
          .finally(() => inFlight.get(at) === controller && inFlight.delete(at));
      }
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [ruler, range, blocks, stale, readBlock, keep, turn]);

  const imageAt = useCallback(
    (index: number) => {
      const block = ruler ? blocks.get(Math.floor(index / ruler.step)) : undefined;
      return block && ruler ? block[index % ruler.step] : rows[index];
    },
    [ruler, blocks, rows],
  );

  const idsBetween = useCallback(
    async (first: number, last: number) => {
      const known = Array.from({ length: last - first + 1 }, (_, offset) => imageAt(first + offset)?.id);
      if (known.every((id) => id !== undefined)) return known as string[];
      const step = ruler?.step ?? 1;
      const ids: string[] = [];
      for (let at = Math.floor(first / step); ruler && at <= Math.floor(last / step); at++) {
        const block = blocks.get(at) ?? (await readBlock(at));
        ids.push(...block.slice(Math.max(0, first - at * step), last - at * step + 1).map(({ id }) => id));
      }
      return ids;
    },
    [ruler, blocks, imageAt, readBlock],
  );

  const look = useCallback((first: number, end: number) => {
    setRange((known) => (known.first === first && known.end === end ? known : { first, end }));
  }, []);
  const retry = useCallback(() => {
    setProblem(null);
    setTurn((n) => n + 1);
  }, []);
  const reload = useCallback(() => {
    setStale((known) => new Set([...known, ...blocks.keys()]));
    setTurn((n) => n + 1);
  }, [blocks]);

  return {
    total: ruler?.total ?? total,
    exact: ruler !== null || exact,
    imageAt,
    look,
    idsBetween,
    problem,
    retry,
    reload,
  };
}
