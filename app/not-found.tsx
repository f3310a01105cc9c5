import { ButtonLink } from "#components/ui/button.tsx";
import { inter } from "./fonts.ts";

export default function NotFound() {
  return (
    <main className={`${inter.variable} mx-auto max-w-prose px-4 py-24 font-sans`}>
      <h1 className="mb-2 text-xl font-semibold">No page at this address</h1>
      <p className="mb-4 text-muted">Check the address, or start from the first page.</p>
      <ButtonLink href="/">Home</ButtonLink>
    </main>
  );
}
