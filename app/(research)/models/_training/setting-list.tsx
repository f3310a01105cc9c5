import Link from "next/link";
import type { ReactNode } from "react";
import type { TrainingDetail } from "#lib/services/trainings/get-training.ts";
import { flatten } from "../_model/flatten.ts";

/** Data, settings and engine of a training: everything that decides its weights. */
export function SettingList({ training }: { training: TrainingDetail }) {
  const { trainCount, validationCount, unlabelledCount, initialModel, engine, settings } = training;
  const { slotHead } = training.config as { slotHead: unknown };
  const left = unlabelledCount > 0 ? `, ${unlabelledCount} without a class left out` : "";
  const begins = initialModel ? (
    <Link className="link" href={`/models/${initialModel.id}`}>
      {initialModel.name}
    </Link>
  ) : (
    "nothing"
  );
  const cut = engine && engine.shares > 1 ? ` in ${engine.shares} threads` : "";
  const settingLines = [...flatten(settings), ...(slotHead ? flatten(slotHead, "head") : [])];
  const facts: Fact[] = [
    { name: "images", value: `${trainCount} to train on, ${validationCount} to validate on${left}` },
    { name: "begins with", value: begins },
    {
      name: "engines",
      value: engine
        ? `gradients ${engine.gradient}${cut}, forward ${engine.forward}`
        : "chosen when it begins",
    },
  ];
  return (
    <>
      <Facts facts={facts} />
      <details className="mt-2 text-sm">
        <summary className="inline-flex min-h-8 items-center text-muted underline decoration-line underline-offset-3 hover:text-ink max-sm:min-h-11">
          All {settingLines.length} settings
        </summary>
        <div className="mt-2 lg:[&_dl]:columns-2">
          <Facts facts={settingLines.map(([name, value]) => ({ name, value }))} />
        </div>
      </details>
    </>
  );
}

interface Fact {
  name: string;
  value: ReactNode;
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="gap-x-10 text-sm">
      {facts.map(({ name, value }) => (
        <div
          key={name}
          className="mb-1 break-inside-avoid gap-x-6 max-sm:mb-2 sm:grid sm:grid-cols-[200px_minmax(0,1fr)]"
        >
          <dt className="font-mono text-xs leading-5 text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
