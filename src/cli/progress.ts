import { SingleBar } from 'cli-progress';
import { type Clock, systemClock } from '../support/clock.js';

/** How far a long command is: a bar on a terminal, a line every few seconds elsewhere. */
export interface Progress {
  update(done: number, total?: number): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

export const startProgress = (what: string, total: number, clock: Clock = systemClock): Progress =>
  process.stderr.isTTY ? bar(what, total) : lines({ what, total }, clock);

const bar = (what: string, total: number): Progress => {
  const shown = new SingleBar({
    format: `${what} {bar} {value}/{total} | {rate}/s | {eta_formatted} left`,
    hideCursor: true,
    stream: process.stderr,
    barsize: 30,
  });
  const since = systemClock.now().getTime();
  shown.start(total, 0, { rate: 0 });
  return {
    update: (done, newTotal) => {
      if (newTotal !== undefined) shown.setTotal(newTotal);
      const seconds = Math.max(0.001, (systemClock.now().getTime() - since) / 1_000);
      shown.update(done, { rate: Math.round(done / seconds) });
    },
    end: () => shown.stop(),
  };
};

const lines = (of: { readonly what: string; readonly total: number }, clock: Clock): Progress => {
  const since = clock.now().getTime();
  let last = since;
  let total = of.total;
  let reached = 0;
  const line = (done: number): void => {
    const seconds = Math.max(0.001, (clock.now().getTime() - since) / 1_000);
    const rate = done / seconds;
    const left = rate > 0 ? `, ${Math.ceil(Math.max(0, total - done) / rate)} s left` : '';
    process.stderr.write(`${of.what}: ${done} of ${total}, ${Math.round(rate)}/s${left}\n`);
  };
  return {
    update: (done, newTotal) => {
      total = newTotal ?? total;
      reached = done;
      if (clock.now().getTime() - last < LINE_EVERY_MS) return;
      last = clock.now().getTime();
      line(done);
    },
    // What was over in a moment needs no line.
    end: () => {
      if (clock.now().getTime() - since >= 1_000) line(reached);
    },
  };
};
