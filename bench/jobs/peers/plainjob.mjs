// plainjob on SQLite through better-sqlite3. It sets synchronous=NORMAL, with which the last commits can be lost when
// the power fails; "durable" sets FULL after it, as Sillon has it.
import Database from "better-sqlite3";
import { better, defineQueue, defineWorker, JobStatus } from "plainjob";

const silent = { error: console.error, warn: console.warn, info() {}, debug() {} };
// A worker runs one job at a time; with handlers that wait, more of them help.
const WORKERS_WITH_RESTARTS = 20;

export async function open({ url, variant, restarts }) {
  const database = new Database(url);
  const connection = better(database);
  const recovery = { timeout: 10_000, maintenanceInterval: 1000 };
  const queue = defineQueue({ connection, logger: silent, ...(restarts ? recovery : {}) });
  if (variant === "durable") database.pragma("synchronous = FULL");
  const start = (handler, count) => {
    const process = async (job) => {
      const { n, sent } = JSON.parse(job.data);
      await handler(n, sent);
    };
    const workers = Array.from({ length: count }, () => defineWorker("bench", process, { queue, logger: silent }));
    const running = workers.map((worker) => worker.start());
    return async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(running);
    };
  };

  return {
    async enqueueMany(numbers) {
      queue.addMany("bench", numbers.map((n) => ({ n })));
    },
    async enqueueOne(n, sent) {
      queue.add("bench", { n, sent });
    },
    async drain(count, handler) {
      let handled = 0;
      let finish;
      const all = new Promise((resolve) => (finish = resolve));
      const stop = start(async (n, sent) => {
        await handler(n, sent);
        handled += 1;
        if (handled === count) finish();
      }, 1);
      await all;
      // The worker marks the last job after its handler has returned.
      await stop();
    },
    async work(handler) {
      return start(handler, restarts ? WORKERS_WITH_RESTARTS : 1);
    },
    async unfinished() {
      return queue.countJobs() - queue.countJobs({ status: JobStatus.Done });
    },
    async close() {
      queue.close();
    },
  };
}
