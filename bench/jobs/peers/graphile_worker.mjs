// graphile-worker on PostgreSQL, alone in a database. Two configurations, both from its documentation's page on
// performance: its default, and with the local queue and batched completion ("batched").
import { Logger, makeWorkerUtils, run, runOnce } from "graphile-worker";
import pg from "pg";

const CONCURRENCY = 24;
const silent = new Logger(() => () => {});
const BATCHED = {
  localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

export async function open({ url, variant, restarts }) {
  const pool = new pg.Pool({ connectionString: url, max: CONCURRENCY + 1 });
  pool.on("error", (error) => console.error("pool:", error.message));
  pool.on("connect", (client) => client.on("error", (error) => console.error("connection:", error.message)));
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silent });
  await utils.migrate();
  const preset = {
    worker: { concurrentJobs: CONCURRENCY, maxPoolSize: CONCURRENCY + 1, ...(variant === "batched" ? BATCHED : {}) },
  };
  const options = (handler) => ({
    preset,
    pgPool: pool,
    logger: silent,
    noHandleSignals: true,
    taskList: { bench: ({ n, sent }) => handler(n, sent) },
  });
  const job = (n, sent) => ({ identifier: "bench", payload: { n, sent }, maxAttempts: restarts ? 50 : 25 });

  return {
    enqueueMany: (numbers) => utils.addJobs(numbers.map((n) => job(n))),
    enqueueOne: (n, sent) => utils.addJob("bench", { n, sent }),
    async drain(_count, handler) {
      await runOnce(options(handler));
    },
    async work(handler) {
      const runner = await run(options(handler));
      return () => runner.stop();
    },
    async unfinished() {
      const { rows } = await pool.query("SELECT count(*)::int AS count FROM graphile_worker._private_jobs");
      return rows[0].count;
    },
    // Its documented remedy for workers that died: their locks would hold for four hours.
    async unlock() {
      const { rows } = await pool.query("SELECT DISTINCT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL");
      await utils.forceUnlockWorkers(rows.map((row) => row.locked_by));
    },
    async close() {
      await utils.release();
      await pool.end();
    },
  };
}
