import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type NoticeTone = "info" | "warn" | "danger";

const TONES: Record<NoticeTone, string> = {
  info: "border-line bg-fill/60",
  warn: "border-warn/40 bg-warn-soft",
  danger: "border-danger/50 bg-danger-soft",
};

interface NoticeProps {
  tone?: NoticeTone;
  title?: string;
  children: ReactNode;
  /** Read out when it appears: for answers to something the person just did. */
  live?: boolean;
}

export function Notice({ tone = "info", title, children, live }: NoticeProps) {
  return (
    <div
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
      className={classNames("rounded-lg border px-4 py-3 text-sm", TONES[tone])}
    >
      {title ? <p className="font-semibold">{title}</p> : null}
      <div className="max-w-prose">{children}</div>
    </div>
  );
}
