// One of the peers, driven by ../compare.py. Every command prints a line of JSON at its end.
//
//   run.mjs PEER VARIANT URL enqueue COUNT            puts jobs 0 to COUNT - 1 into the queue, in bulk
//   run.mjs PEER VARIANT URL drain COUNT              runs them all, until their ends are in the database
//   run.mjs PEER VARIANT URL latency SAMPLES          works; jobs come one by one from the same process
//   run.mjs PEER VARIANT URL receive SAMPLES          works; jobs come one by one from `send`
//   run.mjs PEER VARIANT URL send SAMPLES             sends them
// For the kills:
//   run.mjs PEER VARIANT URL enqueue-for-kills COUNT  enqueue, configured for quick recovery
//   run.mjs PEER VARIANT URL work FILE WAIT_MS        works; the handler waits, then appends the job's number to FILE
//   run.mjs PEER VARIANT URL unfinished               how many jobs are not done
//   run.mjs PEER VARIANT URL unlock                   the peer's documented remedy for dead workers, if it has one
import { openSync, writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const [peer, variant, url, command, ...rest] = process.argv.slice(2);
const SPACING_MS = 20;
const now = () => performance.timeOrigin + performance.now();
const say = (value) => console.log(JSON.stringify(value));

const { open } = await import(`./${peer}.mjs`);
const restarts = ["enqueue-for-kills", "work", "unfinished", "unlock"].includes(command);
const queue = await open({ url, variant, restarts });

async function enqueue(count) {
  const begin = now();
  for (let from = 0; from < count; from += 1000) {
    const size = Math.min(1000, count - from);
    await queue.enqueueMany(Array.from({ length: size }, (_, index) => from + index));
  }
  say({ seconds: (now() - begin) / 1000 });
}

async function drain(count) {
  let handled = 0;
  const before = process.cpuUsage();
  const begin = now();
  await queue.drain(count, async () => {
    handled += 1;
  });
  const seconds = (now() - begin) / 1000;
  const { user, system } = process.cpuUsage(before);
  say({ jobs: handled, seconds, cpu_seconds: (user + system) / 1e6 });
}

// From before the enqueueing call to the first line of the handler.
function sampler(samples) {
  const latencies = [];
  let finish;
  const all = new Promise((resolve) => (finish = resolve));
  const handler = async (_n, sent) => {
    latencies.push(now() - sent);
    if (latencies.length === samples) finish();
  };
  return { handler, all: all.then(() => latencies) };
}

async function send(samples) {
  for (let n = 0; n < samples; n += 1) {
    // Not in step with anybody's polling.
    await wait(SPACING_MS * (0.5 + Math.random()));
    await queue.enqueueOne(n, now());
  }
}

async function latency(samples, sends) {
  const { handler, all } = sampler(samples);
  const stop = await queue.work(handler);
  await wait(1000);
  console.error("ready");
  if (sends) await send(samples);
  say({ latencies_ms: await all });
  await stop();
}

async function work(file, waitMs) {
  const log = openSync(file, "a");
  await queue.work(async (n) => {
    await wait(Number(waitMs));
    writeSync(log, `${n}\n`);
  });
  console.error("ready");
  await new Promise((resolve) => process.once("SIGTERM", resolve));
  process.exit(0);
}

switch (command) {
  case "enqueue":
  case "enqueue-for-kills":
    await enqueue(Number(rest[0]));
    break;
  case "drain":
    await drain(Number(rest[0]));
    break;
  case "latency":
    await latency(Number(rest[0]), true);
    break;
  case "receive":
    await latency(Number(rest[0]), false);
    break;
  case "send":
    await send(Number(rest[0]));
    say({});
    break;
  case "work":
    await work(...rest);
    break;
  case "unfinished":
    say({ unfinished: await queue.unfinished() });
    break;
  case "unlock":
    await queue.unlock?.();
    say({});
    break;
  default:
    throw new Error(`unknown command ${command}`);
}
await queue.close();
process.exit(0);
