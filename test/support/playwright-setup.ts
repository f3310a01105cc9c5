import { startTestServer } from "./database-server.ts";

/** Playwright calls this once a run and what it returns at the end. */
export default startTestServer;
