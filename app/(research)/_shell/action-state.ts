/** What a form shows after it was sent and could not be followed. */
export interface ActionState {
  error: string | null;
  /** Message of each field that is wrong, by its name. */
  fields: Record<string, string>;
}

export const NOTHING_SENT: ActionState = { error: null, fields: {} };
