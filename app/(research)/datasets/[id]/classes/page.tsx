import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listClasses } from "#lib/services/classes/list-classes.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { ActionButton } from "../../../_shell/action-button.tsx";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { deleteClassAction, undoMergeAction } from "../../_classes/actions.ts";
import { ClassForm } from "../../_classes/class-form.tsx";
import { ClassTree } from "../../_classes/class-tree.tsx";
import { MergeForm } from "../../_classes/merge-form.tsx";
import { NewClassForm } from "../../_classes/new-class-form.tsx";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";

export const metadata = { title: "Classes" };

interface ClassesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ClassesPage({ params, searchParams }: ClassesPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const [dataset, { revision, classes, merges }] = await readOrLeave(
    Promise.all([getDataset(ctx, id), listClasses(ctx, id)]),
  );
  const current = classes.find((row) => row.id === query.class) ?? null;
  const editable = can(ctx.actor, "dataset:write");
  const change = { datasetId: id, revision };
  return (
    <>
      <DatasetHeader
        dataset={dataset}
        current="classes"
        actions={
          classes.some(({ parentId }) => parentId) ? (
            <a
              className={buttonClass()}
              href={`/api/v1/datasets/${id}/taxonomy`}
              download="taxonomy.json"
              title="For explain --similarity, and anything else that reads a tree of names"
            >
              Taxonomy file
            </a>
          ) : null
        }
      />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,400px)]">
        <Section title="Classes" context="images, regions">
          {classes.length > 0 ? (
            <ClassTree {...change} classes={classes} currentId={current?.id ?? null} editable={editable} />
          ) : (
            <EmptyState title="No classes yet">
              An import brings its classes; more can be added here.
            </EmptyState>
          )}
          {editable ? <NewClassForm key={revision} {...change} /> : null}
        </Section>
        <div>
          {current ? (
            <Section
              title={current.name}
              actions={
                <Link href={`/datasets/${id}?class=${current.id}`} className="underline underline-offset-3">
                  {formatCount(current.imageCount)} images
                </Link>
              }
            >
              {editable ? (
                <div className="grid gap-8">
                  <ClassForm
                    key={`${current.id} ${revision}`}
                    {...change}
                    current={current}
                    classes={classes}
                  />
                  {classes.length > 1 ? (
                    <MergeForm key={`merge ${current.id}`} {...change} current={current} classes={classes} />
                  ) : null}
                  {current.isEmpty ? (
                    <ActionButton
                      action={deleteClassAction}
                      fields={{ ...change, classId: current.id }}
                      look="danger"
                      pendingLabel="Deleting…"
                    >
                      Delete this class
                    </ActionButton>
                  ) : null}
                </div>
              ) : (
                <p className="max-w-prose whitespace-pre-line text-muted">
                  {current.description || "Nobody has described this class yet."}
                </p>
              )}
            </Section>
          ) : classes.length > 0 ? (
            <p className="text-muted">Choose a class to rename, describe, merge or move it.</p>
          ) : null}
          {merges.length > 0 && editable ? (
            <Section title="Merged">
              <ul className="grid gap-3 text-sm">
                {merges.map(({ eventId, from, into, imageCount, at }) => (
                  <li key={eventId} className="flex flex-wrap items-center justify-between gap-2">
                    <span>
                      {from} → {into}, {formatCount(imageCount)} images,{" "}
                      <span className="text-muted">
                        <Moment at={at} />
                      </span>
                    </span>
                    <ActionButton
                      action={undoMergeAction}
                      fields={{ ...change, eventId }}
                      look="secondary"
                      pendingLabel="Undoing…"
                      aria-label={`Undo the merge of ${from} into ${into}`}
                    >
                      Undo
                    </ActionButton>
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </div>
      </div>
    </>
  );
}
