import { Playground } from "#components/playground/playground.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { getPlayground } from "#lib/services/models/get-playground.ts";
import { readOrLeave } from "../_shell/read-or-leave.ts";
import { readEngineAddress } from "./read-engine.ts";
import { toPlaygroundData } from "./to-playground-data.ts";

export const metadata = { title: "Playground" };

export default async function PlaygroundPage() {
  const ctx = await requireCtx();
  const [rows, engineAddress] = await Promise.all([readOrLeave(getPlayground(ctx)), readEngineAddress()]);
  return (
    <>
      <PageHeader
        title="Playground"
        context="Why and why not, for a photo of your own: computed in this browser, nothing is uploaded."
      />
      <Playground data={toPlaygroundData(rows)} engineAddress={engineAddress} />
    </>
  );
}
