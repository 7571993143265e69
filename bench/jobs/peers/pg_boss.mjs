// pg-boss on PostgreSQL, alone in a database: batches of 1000 fetched without a pause while they are full, LISTEN/NOTIFY
// on. A batch succeeds or fails as one, which is its default; "each" settles every job of a batch by itself, as the
// other queues do. For the kills every recovery interval is the smallest that it accepts, and jobs come singly.
import pg from "pg";
import { PgBoss } from "pg-boss";

const QUEUE = "bench";

export async function open({ url, variant, restarts }) {
  const quick = { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1, queueCacheIntervalSeconds: 1 };
  const boss = new PgBoss({
    connectionString: url,
    max: 10,
    schedule: false,
    useListenNotify: true,
    ...(restarts ? quick : {}),
  });
  boss.on("error", (error) => console.error("pg-boss:", error.message));
  await boss.start();
  if ((await boss.getQueue(QUEUE)) === null) {
    await boss.createQueue(QUEUE, {
      notify: true,
      ...(restarts ? { retryLimit: 50, heartbeatSeconds: 10, expireInSeconds: 60 } : {}),
    });
  }
  const perJobResults = variant === "each";
  const fast = { batchSize: 1000, burstWhenBatchFull: true, perJobResults };
  const single = { batchSize: 1, localConcurrency: 20, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 };
  const batch = (handler) => async (jobs) => {
    for (const { data } of jobs) await handler(data.n, data.sent);
    return perJobResults ? jobs.map(({ id }) => ({ id, status: "completed" })) : undefined;
  };

  return {
    async enqueueMany(numbers) {
      await boss.insert(QUEUE, numbers.map((n) => ({ data: { n } })));
    },
    enqueueOne: (n, sent) => boss.send(QUEUE, { n, sent }),
    async drain(count, handler) {
      let handled = 0;
      let finish;
      const all = new Promise((resolve) => (finish = resolve));
      const counting = async (n, sent) => {
        await handler(n, sent);
        handled += 1;
        if (handled === count) finish();
      };
      await boss.work(QUEUE, { ...fast, localConcurrency: 2 }, batch(counting));
      await all;
      // Waits for the completions of the last batches.
      await boss.offWork(QUEUE, { wait: true });
    },
    async work(handler) {
      await boss.work(QUEUE, restarts ? single : { ...fast, pollingIntervalSeconds: 0.5 }, batch(handler));
      return () => boss.offWork(QUEUE, { wait: true });
    },
    async unfinished() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query("SELECT count(*)::int AS count FROM pgboss.job WHERE name = $1 AND state <> 'completed'", [QUEUE]);
      await client.end();
      return rows[0].count;
    },
    close: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}
