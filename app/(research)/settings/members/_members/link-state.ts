import { type ActionState, NOTHING_SENT } from "../../../_shell/action-state.ts";

/** What a form shows whose action makes a link. */
export interface LinkState extends ActionState {
  made: { url: string | null; mailedTo: string | null; problem: string | null } | null;
}

export const NO_LINK: LinkState = { ...NOTHING_SENT, made: null };
