"use client";

import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies a text and says so; when the browser refuses, says that instead. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState("");

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("Select and copy by hand");
    }
    setTimeout(() => setSaid(""), 2500);
  }

  return (
    <Button onClick={copy}>
      <span aria-live="polite">{said || label}</span>
    </Button>
  );
}
