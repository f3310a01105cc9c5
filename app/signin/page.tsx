import { inter } from "../fonts.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata = { title: "Sign in" };

export default function SignInPage() {
  return (
    <main className={`${inter.variable} grid min-h-dvh place-items-center px-4 py-12 font-sans`}>
      <div className="w-full max-w-sm">
        <h1 className="text-xl font-semibold tracking-tight">Whynot</h1>
        <p className="mt-1 mb-8 text-muted">
          Why is this a fox? Why not a lion? Explanations of image classifiers, rated blind, with honest
          intervals.
        </p>
        <SignInForm />
        <p className="mt-8 text-sm text-muted">
          First start? The address and password were printed once by the server. Taking part in a study needs
          no account: open the link you were given.
        </p>
      </div>
    </main>
  );
}
