import Link from "next/link";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { openContext } from "#lib/services/open-context.ts";
import { getSignInLink, type SignInOffer } from "#lib/services/sign-in-links/get-sign-in-link.ts";
import { Entrance } from "../../../_entrance/entrance.tsx";
import { LinkForm } from "./link-form.tsx";

export const metadata = { title: "Sign in" };

async function findOffer(token: string): Promise<SignInOffer | undefined> {
  const ctx = await openContext(readConfig(), { actor: { kind: "anonymous" }, workspaceId: "" });
  try {
    return await getSignInLink(ctx, token);
  } catch (error) {
    if (error instanceof AppError && error.code === "gone") return undefined;
    throw error;
  }
}

/** Opening it spends nothing, as mail scanners open every link: its button does. */
export default async function SignInLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const offer = await findOffer(token);
  if (!offer) {
    return (
      <Entrance title="This link does not work">
        <p className="text-muted">
          It has been used, replaced by a newer one, or has expired. Ask for a new one where you got it.
        </p>
        <p className="mt-6">
          <Link href="/signin" className="link inline-block min-h-6">
            Sign in
          </Link>
        </p>
      </Entrance>
    );
  }
  return (
    <Entrance title={`Sign in as ${offer.name}`}>
      <p className="mb-6 text-muted wrap-anywhere">{offer.email}</p>
      <LinkForm token={token} mustChoosePassword={offer.mustChoosePassword} />
    </Entrance>
  );
}
