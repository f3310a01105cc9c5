import type { DeviceRecords } from "./device-records.ts";
import type { RegionsClient } from "./regions-client.ts";
import { sendQueue } from "./send-queue.ts";

/**
 * Sends what editors of other images left on this device when they were closed. What needs a person (a conflict, a
 * refusal, an unfinished shape) stays until its image is opened.
 */
export async function sendLeftBehind(
  records: DeviceRecords,
  client: RegionsClient,
  exceptImageId: string,
): Promise<void> {
  for (const { name, record, release } of await records.leftBehind(null, 0)) {
    let { queue } = record;
    if (record.imageId !== exceptImageId) {
      await sendQueue(client, record.imageId, {
        read: () => queue,
        write: (next) => {
          queue = next;
          return records.write(name, { ...record, queue });
        },
      });
    }
    const done = queue.changes.length === 0 && queue.conflicts.length === 0 && record.draft === null;
    await release(done);
  }
}
