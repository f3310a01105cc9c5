import { type Dispatch, useCallback, useEffect, useReducer, useRef } from "react";
import { type EngineClient, openEngine } from "./engine-client.ts";
import { type AskedPicture, EMPTY_LAB, type Lab, type LabAction, reduceLab } from "./lab.ts";
import type { Method } from "./methods.ts";
import type { ModelChoice } from "./model-choices.ts";
import type { JobEvent, ModelFile } from "./protocol.ts";

export interface LabBench {
  lab: Lab;
  dispatch: Dispatch<LabAction>;
  client: () => EngineClient;
}

const absolute = (address: string) => new URL(address, document.baseURI).href;

const filesOf = ({ models }: ModelChoice): ModelFile[] =>
  models.map(({ id, address, bytes }) => ({ id, address: absolute(address), bytes }));

/** The state of a playground, and the worker behind it. */
export function useLab(engineAddress: string): LabBench {
  const [lab, dispatch] = useReducer(reduceLab, EMPTY_LAB);
  const engine = useRef<EngineClient | null>(null);
  const client = useCallback(() => {
    engine.current ??= openEngine(absolute(engineAddress));
    return engine.current;
  }, [engineAddress]);
  // The engine starts while the visitor still looks around.
  useEffect(() => {
    client();
    return () => {
      engine.current?.close();
      engine.current = null;
    };
  }, [client]);
  const url = lab.shown?.url;
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
  return { lab, dispatch, client };
}

/** What is done for a choice, and for one of its methods, by name: the time it took is kept under it. */
export const answerWork = (choice: ModelChoice) => choice.id;
export const mapsWork = (choice: ModelChoice, method: Method) => `${choice.id} ${method.id}`;

function actionOf(work: string, picture: AskedPicture, event: JobEvent): LabAction {
  const url = event.type === "picture" ? URL.createObjectURL(event.preview) : undefined;
  return { type: "event", work, picture, event, url };
}

/** Whether all models of the choice have answered about the picture that was asked about. */
const isAnswered = ({ asked, shown, logits }: Lab, { models }: ModelChoice) =>
  shown?.key === asked?.key && models.every(({ id }) => logits[id] !== undefined);

/** Asks the models of a choice about the picture, whenever one of the two changes. */
export function useAnswers({ lab, dispatch, client }: LabBench, choice: ModelChoice | undefined): void {
  const { asked, attempt, isStopped } = lab;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `choice` is new whenever models are; `attempt` asks again
  useEffect(() => {
    if (!asked || !choice || isStopped || isAnswered(lab, choice)) return;
    const job = { picture: asked, models: filesOf(choice), targets: [], maps: [] };
    return client().run(job, (event) => dispatch(actionOf(answerWork(choice), asked, event)));
  }, [asked, choice?.id, attempt, isStopped, dispatch]);
}

/** Has the maps of these classes made that are not there yet, once the models have answered. */
export function useMaps(
  { lab, dispatch, client }: LabBench,
  choice: ModelChoice | undefined,
  method: Method | undefined,
  targets: readonly number[],
): void {
  const { asked, attempt, isStopped } = lab;
  const isReady = choice !== undefined && isAnswered(lab, choice);
  const wanted = targets.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: maps that arrive must not start this again
  useEffect(() => {
    if (!asked || !choice || !method || !isReady || isStopped) return;
    const maps = [...new Map(method.halves.map(({ request }) => [request.key, request])).values()];
    const missing = targets.filter((target) => maps.some(({ key }) => !lab.maps[key]?.[target]));
    if (missing.length === 0) return;
    const job = { picture: asked, models: filesOf(choice), targets: missing, maps };
    return client().run(job, (event) => dispatch(actionOf(mapsWork(choice, method), asked, event)));
  }, [asked, choice?.id, method?.id, wanted, isReady, attempt, isStopped, dispatch]);
}
