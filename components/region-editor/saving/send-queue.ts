import { acknowledge, type ChangeQueue, markRefused, markSent, nextBatch, toWire } from "./change-queue.ts";
import type { Answer, Delivery, RegionsClient } from "./regions-client.ts";

/** A queue that is being sent, wherever it is kept. */
export interface SentQueue {
  read(): ChangeQueue;
  /** Kept on the device when this is done. */
  write(queue: ChangeQueue): Promise<void>;
  stored?(answer: Answer): void;
}

/** Sends batch after batch until nothing waits or the server cannot be had. Returns what stopped it; null at the end. */
export async function sendQueue(
  client: RegionsClient,
  imageId: string,
  queue: SentQueue,
): Promise<Exclude<Delivery["kind"], "stored" | "refused"> | null> {
  for (;;) {
    const batch = nextBatch(queue.read());
    if (batch.length === 0) return null;
    await queue.write(markSent(queue.read(), batch));
    const delivery = await client.put(imageId, batch.map(toWire));
    if (delivery.kind === "stored") {
      await queue.write(acknowledge(queue.read(), batch, delivery));
      queue.stored?.(delivery);
    } else if (delivery.kind === "refused") {
      await queue.write(markRefused(queue.read(), batch, delivery.message));
    } else {
      return delivery.kind;
    }
  }
}
