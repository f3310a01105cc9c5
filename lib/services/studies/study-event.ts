import { z } from "zod";
import { StudyDesign } from "#lib/study/design.ts";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const OfParticipant = z.object({ participant: z.int() });

/**
 * What each kind of event says. Participants are named by their index in the study; of an answer there is a digest,
 * whose key is erased with the answer. Neither the researcher's contact nor who did something is here: the audit log
 * knows that.
 */
export const STUDY_EVENTS = {
  created: z.object({
    run: z.string(),
    template: z.string(),
    templateVersion: z.int(),
    seed: z.int(),
    design: StudyDesign.omit({ contact: true }),
    /** Of [id, position, arm of the run], and "plain" for one that shows no map. */
    arms: Digest,
    /** Of [id, position, image, practice], and the classes whose maps are shown where there are several. */
    items: Digest,
  }),
  prepared: z.object({
    stimulusBytes: z.int(),
    /** Of [id, arm, item, SHA-256 of the picture, wording], and the place of its class where that is not the first. */
    stimuli: Digest,
  }),
  /** SHA-256 of the plan: lib/study/preregistration.ts. */
  locked: z.object({ preregistration: Digest }),
  opened: z.object({}),
  closed: z.object({}),
  joined: OfParticipant.extend({ simulated: z.boolean(), consentVersion: z.string() }),
  answered: OfParticipant.extend({
    trial: z.string(),
    position: z.int(),
    /** The first one on the screen: the others follow from the seed. */
    stimulus: z.string(),
    digest: Digest,
  }),
  /** A try at the quiz. */
  quizzed: OfParticipant.extend({ attempt: z.int(), digest: Digest }),
  /** Failed the last try. */
  screened: OfParticipant,
  completed: OfParticipant,
  withdrawn: OfParticipant,
  /** What tied answers to people, of so many participants: docs/studies-integrity.md. */
  erased: z.object({ participants: z.int() }),
  exported: z.object({ raters: z.enum(["people", "simulated"]) }),
};

export type StudyEventKind = keyof typeof STUDY_EVENTS;
export type StudyEventData<Kind extends StudyEventKind> = z.infer<(typeof STUDY_EVENTS)[Kind]>;
