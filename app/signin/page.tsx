import { readConfig } from "#lib/config.ts";
import { ownPath } from "#lib/http/own-path.ts";
import { Entrance } from "../_entrance/entrance.tsx";
import { readQuery, type SearchParams } from "../(research)/_shell/query.ts";
import { MailLinkForm } from "./mail-link-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl } = await readQuery(searchParams);
  return (
    <Entrance title="Sign in">
      <p className="mb-8 text-muted">
        Why is this a fox? Why not a lion? Explanations of image classifiers, rated blind, with honest
        intervals.
      </p>
      <SignInForm next={ownPath(callbackUrl)} />
      {readConfig().mail ? (
        <MailLinkForm />
      ) : (
        <p className="mt-8 text-sm text-muted">
          Forgot the password? An owner of your workspace can make you a link to sign in.
        </p>
      )}
      <p className="mt-4 text-sm text-muted">
        First start? The address and password were printed once by the server. Taking part in a study needs no
        account: open the link you were given.
      </p>
    </Entrance>
  );
}
