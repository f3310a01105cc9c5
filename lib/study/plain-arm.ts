/** What stands for the method in an arm that shows the picture without a map: a control, as its identifier says. */
export const PLAIN_ARM = { label: "No map", explainerId: "control-plain" } as const;
