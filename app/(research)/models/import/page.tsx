import Link from "next/link";
import { Moment } from "#components/ui/moment.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { listImports } from "#lib/services/model-imports/list-imports.ts";
import { MAX_WEIGHTS_BYTES } from "#lib/services/models/register-model.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { formatSize } from "./_import/format-size.ts";
import { ImportState } from "./_import/import-state.tsx";
import { UploadForm } from "./_import/upload-form.tsx";

export const metadata = { title: "Import a model" };

export default async function ImportModelPage() {
  const imports = await readOrLeave(listImports(await requireCtx()));
  return (
    <>
      <PageHeader
        title="Import a model"
        trail={[{ label: "Models", href: "/models" }]}
        context="A worker looks at the file before anything becomes of it; you see what it found and what the model answers."
      />
      <Section title="A file">
        <UploadForm maxBytes={MAX_WEIGHTS_BYTES} />
      </Section>
      {imports.length > 0 ? (
        <Section title="Not finished" context="Removed after two weeks">
          <Table caption="Imports that are not models yet">
            <thead>
              <tr>
                <Th pinned>File</Th>
                <Th>State</Th>
                <Th numeric>Size</Th>
                <Th>Sent</Th>
              </tr>
            </thead>
            <tbody>
              {imports.map(({ id, fileName, byteSize, state, createdAt }) => (
                <tr key={id}>
                  <Th scope="row" pinned>
                    <Link className="font-medium wrap-anywhere hover:underline" href={`/models/import/${id}`}>
                      {fileName}
                    </Link>
                  </Th>
                  <Td>
                    <ImportState state={state} />
                  </Td>
                  <Td numeric>{formatSize(byteSize)}</Td>
                  <Td>
                    <Moment at={createdAt} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Section>
      ) : null}
    </>
  );
}
