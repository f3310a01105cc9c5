"use client";

import { type RefObject, useEffect, useState } from "react";
import type { TrainingPreview } from "#lib/services/trainings/preview-training.ts";
import { previewTrainingAction } from "../../actions.ts";
import type { FormValues } from "./form-values.ts";

export interface PreviewState {
  preview: TrainingPreview | null;
  error: string | null;
  /** Something has been changed since. */
  isOld: boolean;
}

/** A pause in typing. */
const QUIET_MS = 350;
const UNKNOWN: PreviewState = { preview: null, error: null, isOld: true };

/** What the form's training would be, asked again after every change. */
export function usePreview(form: RefObject<HTMLFormElement | null>, values: FormValues) {
  const [state, setState] = useState(UNKNOWN);
  const { name: _, ...asked } = values;
  const key = JSON.stringify(asked);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the form holds what the key stands for
  useEffect(() => {
    let isOvertaken = false;
    setState((now) => ({ ...now, isOld: true }));
    const timer = setTimeout(async () => {
      if (!form.current) return;
      try {
        const { preview, error } = await previewTrainingAction(new FormData(form.current));
        if (!isOvertaken) setState({ preview, error, isOld: false });
      } catch {
        const error = "The site cannot be reached just now.";
        if (!isOvertaken) setState({ preview: null, error, isOld: false });
      }
    }, QUIET_MS);
    return () => {
      isOvertaken = true;
      clearTimeout(timer);
    };
  }, [form, key]);

  return {
    state,
    placeholder: (of: (settings: TrainingPreview["settings"]) => unknown) =>
      state.preview ? String(of(state.preview.settings)) : "",
  };
}
