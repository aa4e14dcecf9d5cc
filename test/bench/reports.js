// A report with every output over many changes of one quarter, as its command makes it.
import { join } from 'node:path';
import { cli, environment, measure, scratch } from './processes.js';

const SIZES = (process.env.THROUGHLINE_BENCH_CHANGES ?? '1000,100000').split(',').map(Number);

/** @returns for each size how many changes, the seconds, and the largest resident size in MB of the command. */
export const benchReports = async () => {
  const measured = [];
  for (const changes of SIZES) {
    const { folder, remove } = await scratch();
    const options = { env: environment(folder) };
    const size = [
      '--services',
      '50',
      '--commits',
      String(changes),
      '--deployments',
      String(Math.ceil(changes / 20)),
    ];
    await measure(
      process.execPath,
      [cli, 'generate', ...size, '--days', '88', '--until', '2026-09-29'],
      options,
    );
    const idle = await measure(process.execPath, [cli, 'report', 'list'], options);
    const run = ['report', 'run', 'flow-weekly', '--period', '2026-Q3', '--out', join(folder, 'out')];
    const { seconds, megabytes } = await measure(process.execPath, [cli, ...run], options);
    measured.push({ changes, seconds, idle: idle.seconds, megabytes });
    await remove();
  }
  return measured;
};
