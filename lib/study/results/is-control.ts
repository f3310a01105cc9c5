/** Whether an arm is there to give the others a scale and not as a candidate: a random map, a centred Gaussian, edges, the region itself. */
export function isControl(explainerId: string): boolean {
  return explainerId.startsWith("control-");
}
