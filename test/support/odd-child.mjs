// A process whose tasks do what they are told by the model's name: answer, end, die of a fault, or never listen.

process.on("disconnect", () => process.exit());
process.on("message", ({ type, id, input }) => {
  if (type !== "run") return;
  const wish = input.model.sha256;
  if (wish === "exit") process.exit(7);
  if (wish === "fault") process.kill(process.pid, "SIGSEGV");
  if (wish === "deaf") while (true);
  if (wish === "answer") {
    process.send({ type: "progress", id, done: 1, total: 2 });
    process.send({ type: "done", id, output: { logits: new Float32Array([id]), engine: "odd" } });
  }
});
