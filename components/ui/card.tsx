import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

interface CardProps {
  children: ReactNode;
  className?: string;
  as?: "div" | "section" | "article" | "li";
  labelledBy?: string;
}

export function Card({ children, className, as: Tag = "div", labelledBy }: CardProps) {
  return (
    <Tag
      aria-labelledby={labelledBy}
      className={classNames("rounded-lg border border-line bg-surface p-4", className)}
    >
      {children}
    </Tag>
  );
}
