"use client";

import { useEditor } from "./use-editor.ts";

/** Says what happened to those who do not see it. */
export function Announcer() {
  const message = useEditor((state) => state.message);
  return (
    <p role="status" className="sr-only" data-announced="">
      {message}
    </p>
  );
}
