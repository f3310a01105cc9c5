import { PageHeader } from "#components/ui/page-header.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { FORMATS } from "#lib/formats/dataset/registry.ts";
import { listImports } from "#lib/services/imports/list-imports.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { ImportWays } from "./_import/import-ways.tsx";

export const metadata = { title: "Import a data set" };

export default async function ImportDatasetPage() {
  const ctx = await requireCtx();
  const imports = await readOrLeave(listImports(ctx));
  return (
    <>
      <PageHeader
        title="Import a data set"
        trail={[{ label: "Datasets", href: "/datasets" }]}
        context={
          <details className="max-w-prose">
            <summary className="cursor-pointer">
              {FORMATS.length} layouts are read, and found out by themselves
            </summary>
            <p className="mt-1">{FORMATS.map(({ name }) => name).join(" · ")}</p>
          </details>
        }
      />
      <ImportWays ctx={ctx} imports={imports} />
    </>
  );
}
