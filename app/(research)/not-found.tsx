import { ButtonLink } from "#components/ui/button.tsx";

export default function ResearchNotFound() {
  return (
    <div className="max-w-prose">
      <h1 className="mb-2 text-xl font-semibold">Not here</h1>
      <p className="mb-4 text-muted">
        It does not exist in this workspace, or it was removed. The address may be from another workspace, or
        cut off when it was copied.
      </p>
      <ButtonLink href="/">Home</ButtonLink>
    </div>
  );
}
