"use client";

import { type RefObject, useState } from "react";
import type { TrainingPreview } from "#lib/services/trainings/preview-training.ts";
import { useAfterPause } from "../../../_shell/use-after-pause.ts";
import { previewTrainingAction } from "../../actions.ts";
import type { FormValues } from "./form-values.ts";

export interface PreviewState {
  preview: TrainingPreview | null;
  error: string | null;
  /** Something has been changed since. */
  isOld: boolean;
}

const UNKNOWN: PreviewState = { preview: null, error: null, isOld: true };

/** What the form's training would be, asked again after every change. */
export function usePreview(form: RefObject<HTMLFormElement | null>, values: FormValues) {
  const [state, setState] = useState(UNKNOWN);
  const { name: _, ...asked } = values;
  const key = JSON.stringify(asked);

  useAfterPause(key, {
    begin: () => setState((now) => ({ ...now, isOld: true })),
    ask: () => form.current && previewTrainingAction(new FormData(form.current)),
    tell: ({ preview, error }) => setState({ preview, error, isOld: false }),
    fail: () => setState({ preview: null, error: "The site cannot be reached just now.", isOld: false }),
  });

  return {
    state,
    placeholder: (of: (settings: TrainingPreview["settings"]) => unknown) =>
      state.preview ? String(of(state.preview.settings)) : "",
  };
}
