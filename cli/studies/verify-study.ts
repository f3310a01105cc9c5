import { describeVerification } from "#lib/services/studies/verification/describe-verification.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { withCliContext } from "../open-cli-context.ts";
import { findStudyId } from "./find-study.ts";

export interface VerifyCommand {
  anchor?: string;
  workspace?: string;
  json?: boolean;
}

/** Says what holds and what does not; status 1 where something does not. */
export async function runVerify(name: string, { anchor, workspace, json }: VerifyCommand): Promise<void> {
  const found = await withCliContext(workspace, async (ctx) =>
    verifyStudy(ctx, { studyId: await findStudyId(ctx, name), anchor }),
  );
  process.stdout.write(`${json ? JSON.stringify(found) : describeVerification(found).join("\n")}\n`);
  if (!found.ok) process.exitCode = 1;
}
