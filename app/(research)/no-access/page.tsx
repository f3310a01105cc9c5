import { PageHeader } from "#components/ui/page-header.tsx";

export const metadata = { title: "No access" };

export default function NoAccessPage() {
  return (
    <>
      <PageHeader title="Your role does not open this page" />
      <p className="max-w-prose text-muted">
        Ask an owner of the workspace for a role that may see it. Annotators see images and regions only,
        because methods and results would tell them what they are about to judge.
      </p>
    </>
  );
}
