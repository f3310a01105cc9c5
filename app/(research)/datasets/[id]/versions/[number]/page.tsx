import { formatCount } from "#components/figures/format-number.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { requireDataset } from "#lib/services/datasets/require-dataset.ts";
import { getVersion } from "#lib/services/versions/get-version.ts";
import { ActionButton } from "../../../../_shell/action-button.tsx";
import { readOrLeave } from "../../../../_shell/read-or-leave.ts";
import { deleteVersionAction } from "../../../_versions/actions.ts";
import { CountTable } from "../../../_versions/count-table.tsx";
import { UseList } from "../../../_versions/use-list.tsx";
import { VerifyButton } from "../../../_versions/verify-button.tsx";

export const metadata = { title: "Version" };

export default async function VersionPage({ params }: { params: Promise<{ id: string; number: string }> }) {
  const [{ id, number }, ctx] = await Promise.all([params, requireCtx()]);
  const [dataset, version] = await readOrLeave(
    Promise.all([requireDataset(ctx, id), getVersion(ctx, id, Number(number))]),
  );
  const path = `/datasets/${id}/versions`;
  return (
    <>
      <PageHeader
        title={`Version ${version.number}`}
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: dataset.name, href: `/datasets/${id}` },
          { label: "Versions", href: path },
        ]}
        context={
          <>
            {formatCount(version.imageCount)} images · frozen <Moment at={version.frozenAt} />
            {version.frozenBy ? ` by ${version.frozenBy}` : ""}
          </>
        }
        actions={
          <>
            {version.earlier ? (
              <ButtonLink
                href={`${path}/compare?from=${version.earlier}&to=${version.number}`}
                prefetch={false}
              >
                Compare with v{version.earlier}
              </ButtonLink>
            ) : null}
            <ButtonLink href={`${path}/compare?from=${version.number}&to=now`} prefetch={false}>
              Compare with now
            </ButtonLink>
          </>
        }
      />
      {version.note ? <p className="mb-8 max-w-prose whitespace-pre-line">{version.note}</p> : null}
      <Section title="Hash" context="SHA-256 of every image with its class, split and regions">
        <p className="mb-3 flex flex-wrap items-center gap-3">
          <code className="font-mono text-sm wrap-anywhere">{version.hash}</code>
          <CopyButton text={version.hash} label="Copy" />
        </p>
        <VerifyButton datasetId={id} number={version.number} />
      </Section>
      <Section title="Images by class and split">
        <CountTable caption="Images by class and split" counts={version.counts.images} />
      </Section>
      <Section title="Regions">
        {version.counts.regions.length === 0 ? (
          <p className="text-muted">No image of this version has a region.</p>
        ) : (
          <Table caption="Regions by kind" className="max-w-xs">
            <tbody>
              {version.counts.regions.map(({ kind, count }) => (
                <tr key={kind}>
                  <Th scope="row">{kind}</Th>
                  <Td numeric>{formatCount(count)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
      {version.uses ? (
        <Section title="Used by">
          {version.uses.length > 0 ? (
            <UseList uses={version.uses} />
          ) : (
            <p className="text-muted">Nothing uses this version.</p>
          )}
        </Section>
      ) : null}
      {version.uses?.length === 0 && can(ctx.actor, "dataset:write") ? (
        <ActionButton
          action={deleteVersionAction}
          fields={{ datasetId: id, number: version.number }}
          look="danger"
          pendingLabel="Deleting…"
        >
          Delete this version
        </ActionButton>
      ) : null}
    </>
  );
}
