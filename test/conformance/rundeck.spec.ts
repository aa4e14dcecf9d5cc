import { rundeck } from '../../src/sources/rundeck/index.js';
import { describeCollected, describeVectors, withOneBitFlipped } from '../support/collected.js';
import { RECEPTION } from '../support/samples.js';

describeCollected(rundeck, [
  'api_executions_list.json',
  'api_execution_state.json',
  'archive-execution-1295.xml',
  'archive-execution-1296.xml',
  'archive-execution-1300.xml',
  'archive-state-1295.json',
  'archive-state-1296.json',
  'audit_trail.log',
  'webhook_failure.json',
]);

describeVectors('rundeck', ({ secret, expected, url, trigger, executionId }) => {
  const isAuthentic = (digest: string, values: readonly string[]): boolean => {
    const headers = {
      'x-rundeck-notification-trigger': trigger!,
      'x-rundeck-notification-execution-id': executionId!,
      'x-rundeck-notification-sha256-digest': digest,
    };
    return rundeck.authenticate({ headers, body: Buffer.alloc(0) }, { values }, { ...RECEPTION, url: url! })
      .ok;
  };
  expect(isAuthentic(expected, ['another', secret])).toBe(true);
  expect(isAuthentic(expected, [`${secret}!`])).toBe(false);
  for (const flipped of withOneBitFlipped(expected)) expect(isAuthentic(flipped, [secret])).toBe(false);
});
