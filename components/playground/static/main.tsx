import { createRoot } from "react-dom/client";
import { z } from "zod";
import { Playground } from "../playground.tsx";
import { PlaygroundData } from "../playground-data.ts";
import { listenForShortcuts } from "./shortcuts.ts";

// Checks that are compiled at run time would need a policy that allows eval.
z.config({ jitless: true });

const root = document.getElementById("app") as HTMLElement;

async function start(): Promise<void> {
  const response = await fetch("playground.json");
  if (!response.ok) throw new Error(`playground.json did not arrive (${response.status}).`);
  const data = PlaygroundData.parse(await response.json());
  createRoot(root).render(<Playground data={data} engineAddress={root.dataset.engine as string} />);
  listenForShortcuts();
}

start().catch((error: Error) => {
  root.textContent = `This page could not start: ${error.message} Load it again; it has to be served by a web server.`;
});
