// Runs lists of calls. Every thread walks the same list: the tasks of a call are taken one by one
// by whoever is free, and nobody goes on before all are done. A task's result does not depend on
// who computes it, so results are the same bits for any number of threads.
import {
  ARRIVED,
  CALL_ARGS,
  CALL_BYTES,
  CALL_KERNEL,
  CALL_NEXT,
  CALL_TASKS,
  FAILED,
  FROM,
  GENERATION,
  JOINED,
  LIST,
  PHASE,
  PROGRESS,
  SILENT,
  STOPPED,
  THREADS,
  TO,
  TRAPPED,
} from '../layout';
import { setScratch } from './call';

/** Looks at a word before the thread sleeps: to be woken takes longer than threads mostly wait for others. */
const SPINS: i32 = 30000;
const WAIT_NS: i64 = 500_000_000;
/** Waits without any task taken by anyone, after which a thread counts as gone. */
const SILENT_WAITS: i32 = 10;

let control: usize = 0;

export function start(controlAddress: usize, scratchAddress: usize): void {
  control = controlAddress;
  setScratch(scratchAddress);
}

/** By a thread that could serve from now on; false where the others have begun without it. */
export function join(): bool {
  return atomic.add<i32>(control, 1, JOINED) >= 0;
}

/** By the thread that leads: who has not joined by now never will. Gives the number of threads. */
export function lead(): i32 {
  const threads = atomic.or<i32>(control, i32.MIN_VALUE, JOINED) + 1;
  store<i32>(control, threads, THREADS);
  return threads;
}

/** By a thread that trapped: nobody waits for it. */
export function trapped(): void {
  atomic.store<i32>(control, TRAPPED, FAILED);
  atomic.notify(control + PHASE, -1);
}

/** By the thread that leads: runs calls [from, to) of `list`; gives what FAILED holds, 0 if all is well. */
export function run(list: usize, from: i32, to: i32): i32 {
  const threads = load<i32>(control, THREADS);
  const first = threads == 1 ? to : endOfSerial(list, from, to);
  serially(list, from, first);
  if (first < to) {
    for (let call = first; call < to; call++) store<i32>(list + call * CALL_BYTES, 0, CALL_NEXT);
    store<u32>(control, <u32>list, LIST);
    store<i32>(control, first, FROM);
    store<i32>(control, to, TO);
    atomic.add<i32>(control, 1, GENERATION);
    atomic.notify(control + GENERATION, -1);
    walk(list, first, to, threads);
  }
  return atomic.load<i32>(control, FAILED);
}

/** By every other thread: does its share of each list until it is stopped. */
export function serve(): void {
  let seen: i32 = 0;
  while (true) {
    let generation = atomic.load<i32>(control, GENERATION);
    while (generation == seen) {
      atomic.wait<i32>(control + GENERATION, seen, -1);
      generation = atomic.load<i32>(control, GENERATION);
    }
    seen = generation;
    if (atomic.load<i32>(control, STOPPED) != 0) return;
    const threads = load<i32>(control, THREADS);
    if (!walk(load<u32>(control, LIST), load<i32>(control, FROM), load<i32>(control, TO), threads))
      return;
  }
}

/** Calls of one task from `from` on are not worth a barrier: where those end. */
function endOfSerial(list: usize, from: i32, to: i32): i32 {
  let end = from;
  while (end < to && load<i32>(list + end * CALL_BYTES, CALL_TASKS) <= 1) end++;
  return end;
}

/** All tasks of calls [from, to) in this thread. */
function serially(list: usize, from: i32, to: i32): void {
  for (let index = from; index < to; index++) {
    const call = list + index * CALL_BYTES;
    const kernel = load<i32>(call, CALL_KERNEL);
    const tasks = load<i32>(call, CALL_TASKS);
    for (let task = 0; task < tasks; task++) {
      call_indirect<void>(kernel, call + CALL_ARGS, task);
      atomic.add<i32>(control, 1, PROGRESS);
    }
  }
}

function walk(list: usize, from: i32, to: i32, threads: i32): bool {
  let index = from;
  while (index < to) {
    const call = list + index * CALL_BYTES;
    const kernel = load<i32>(call, CALL_KERNEL);
    const tasks = load<i32>(call, CALL_TASKS);
    let task = atomic.add<i32>(call, 1, CALL_NEXT);
    while (task < tasks) {
      call_indirect<void>(kernel, call + CALL_ARGS, task);
      atomic.add<i32>(control, 1, PROGRESS);
      task = atomic.add<i32>(call, 1, CALL_NEXT);
    }
    const next = endOfSerial(list, index + 1, to);
    if (!barrier(list, index + 1, next, threads)) return false;
    index = next;
  }
  return true;
}

/**
 * True once all threads are here, and the last to come has done calls [from, to) for all; false where
 * one of them never will be.
 */
function barrier(list: usize, from: i32, to: i32, threads: i32): bool {
  const phase = atomic.load<i32>(control, PHASE);
  if (atomic.add<i32>(control, 1, ARRIVED) + 1 == threads) {
    serially(list, from, to);
    atomic.store<i32>(control, 0, ARRIVED);
    atomic.add<i32>(control, 1, PHASE);
    atomic.notify(control + PHASE, -1);
    return true;
  }
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(control, PHASE) != phase) return true;
  }
  let progress = atomic.load<i32>(control, PROGRESS);
  let silent = 0;
  while (atomic.load<i32>(control, PHASE) == phase) {
    if (atomic.load<i32>(control, FAILED) != 0) return false;
    if (atomic.wait<i32>(control + PHASE, phase, WAIT_NS) != 2) continue;
    const now = atomic.load<i32>(control, PROGRESS);
    silent = now == progress ? silent + 1 : 0;
    progress = now;
    if (silent == SILENT_WAITS) {
      atomic.store<i32>(control, SILENT, FAILED);
      return false;
    }
  }
  return true;
}
