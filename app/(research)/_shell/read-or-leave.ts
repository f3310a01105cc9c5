import { notFound, redirect } from "next/navigation";
import { AppError } from "#lib/errors.ts";

/** What a page reads; where there is nothing to read or nothing one may read, the person is told so instead. */
export async function readOrLeave<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    if (error instanceof AppError && error.code === "forbidden") redirect("/no-access");
    throw error;
  }
}
