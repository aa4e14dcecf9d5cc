import { interpretRequest } from '../../src/sources/interpret.js';
import { jira } from '../../src/sources/jira/index.js';
import { newrelic } from '../../src/sources/newrelic/index.js';
import { pagerduty } from '../../src/sources/pagerduty/index.js';
import { findSource } from '../../src/sources/registry.js';
import { collected, vectors } from '../support/payloads.js';
import { RECEPTION } from '../support/samples.js';

/** Real payloads of ticket systems, alerts and opened shells. */

const SYSTEMS = ['jira', 'pagerduty', 'newrelic', 'servicenow', 'wily', 'shell-access'];

/** It holds a comment alone, without its issue. */
const SILENT = ['server-comment-created.json'];

describe.each(SYSTEMS)('the payloads of %s that were collected from elsewhere', (system) => {
  const source = findSource(system)!;
  const payloads = collected(system);
  if (!payloads || payloads.length === 0) {
    it.skip('are not tried, because there are none', () => {});
    return;
  }

  it.each(payloads.map(({ name, body }): [string, Buffer] => [name, body]))('%s is understood', (_, body) => {
    const outcome = interpretRequest(source, { headers: {}, body });
    if (outcome.outcome === 'accepted') expect(outcome.events.length).toBeGreaterThan(0);
    else expect(outcome).toEqual({ outcome: 'ignored', reason: expect.stringMatching(/\w/) });
    expect(interpretRequest(source, { headers: {}, body })).toEqual(outcome);
  });

  it('nearly all tell something', () => {
    const silent = payloads.filter(
      ({ body }) => interpretRequest(source, { headers: {}, body }).outcome !== 'accepted',
    );
    expect(silent.map(({ name }) => name).filter((name) => !SILENT.includes(name))).toEqual([]);
  });
});

const typesOf = (source: typeof jira | typeof pagerduty | typeof newrelic, body: Buffer): string[] => {
  const outcome = interpretRequest(findSource(source.id)!, { headers: {}, body });
  return outcome.outcome === 'accepted' ? outcome.events.map(({ type }) => type) : [outcome.reason];
};

const EXPECTED: readonly [string, string, readonly string[]][] = [
  ['jira', 'issue-updated-assigned.json', ['item.created', 'item.assigned']],
  ['jira', 'issue-updated-reopened.json', ['item.created', 'item.moved', 'item.reopened']],
  ['jira', 'issue-updated-resolved.json', ['item.created', 'item.moved', 'item.closed']],
  ['jira', 'server-issue-updated-closed.json', ['item.created', 'item.moved']],
  ['newrelic', 'legacy_deployment_2013.txt', ['deployment.finished']],
  ['newrelic', 'workflow_issue_activated.json', ['incident.opened', 'item.created']],
  ['pagerduty', 'webhook_v3_incident_resolved.json', ['incident.resolved', 'item.closed']],
];

describe('what some of them tell', () => {
  it.each(EXPECTED)('%s: %s', (system, name, types) => {
    const payload = collected(system)?.find((one) => one.name === name);
    if (!payload) return;
    const source = [jira, pagerduty, newrelic].find(({ id }) => id === system)!;
    expect(typesOf(source, payload.body)).toEqual(types);
  });
});

describe('the signatures that PagerDuty documents', () => {
  const known = vectors('pagerduty');
  if (known.length === 0) {
    it.skip('are not tried, because the vectors are not there', () => {});
    return;
  }

  it('are right, and wrong with a single bit turned over', () => {
    for (const { header, secret, body, expected } of known) {
      const check = (signature: string, content: Buffer) =>
        pagerduty.authenticate(
          { headers: { [header.toLowerCase()]: signature }, body: content },
          { values: [secret] },
          RECEPTION,
        ).ok;
      expect(check(expected, Buffer.from(body))).toBe(true);
      const bentBody = Buffer.from(body);
      bentBody[10]! ^= 1;
      const bentSignature = Buffer.from(expected);
      bentSignature[8]! ^= 1;
      expect(check(expected, bentBody)).toBe(false);
      expect(check(bentSignature.toString(), Buffer.from(body))).toBe(false);
    }
  });
});
