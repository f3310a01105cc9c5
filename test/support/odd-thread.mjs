// A thread whose tasks do what they are told by the model's name: answer, die, throw, or never listen.
import { parentPort } from "node:worker_threads";

parentPort.on("message", ({ type, id, input }) => {
  if (type !== "run") return;
  const wish = input.model.sha256;
  if (wish === "exit") process.exit(7);
  if (wish === "throw")
    setImmediate(() => {
      throw new Error("the maths fell over");
    });
  if (wish === "deaf") while (true);
  if (wish === "answer") {
    parentPort.postMessage({ type: "progress", id, done: 1, total: 2 });
    parentPort.postMessage({ type: "done", id, output: { logits: new Float32Array([id]), engine: "odd" } });
  }
});
