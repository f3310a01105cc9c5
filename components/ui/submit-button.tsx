"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button.tsx";

interface SubmitButtonProps extends ComponentProps<typeof Button> {
  /** Said while the form is being sent, e.g. "Starting…". */
  pendingLabel: string;
}

export function SubmitButton({ pendingLabel, children, look = "primary", ...rest }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" look={look} aria-disabled={pending} disabled={pending || rest.disabled} {...rest}>
      {pending ? pendingLabel : children}
    </Button>
  );
}
