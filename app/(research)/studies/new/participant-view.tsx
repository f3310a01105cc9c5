/** Fields of the form that decide what a participant reads and sees. */
const FIELDS = [
  "runId",
  "templateId",
  "arm",
  "referenceArmId",
  "panels",
  "points",
  "control",
  "balanceCorrect",
  "order",
  "practice",
  "trialsPerRater",
  "seed",
  "language",
  "contact",
  "retentionMonths",
];

/** The address of the participant's page that the form describes. */
export function viewAddress(form: FormData): string {
  const query = new URLSearchParams();
  for (const name of FIELDS)
    for (const value of form.getAll(name)) if (value !== "") query.append(name, String(value));
  return `/studies/preview?${query}`;
}

/** The real page, from consent to the first trials, on pictures of the run; mounted anew for another address. */
export function ParticipantView({ address }: { address: string }) {
  return (
    <>
      <iframe
        key={address}
        src={address}
        title="Preview of the participant’s page"
        className="h-[640px] w-full rounded-3xl border border-line bg-surface"
      />
      <p className="mt-2 text-xs text-muted">
        The page itself, as on a phone: consent, instruction and the first trials of the first rater. It sends
        nothing; practice is drawn with the study.
      </p>
    </>
  );
}
