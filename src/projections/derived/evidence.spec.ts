import { type Deployed, evidenceOf, type Incident } from './evidence.js';

const at = (hour: number): string => `2026-01-05T${String(hour).padStart(2, '0')}:00:00.000Z`;

const deployed = (id: string, hour: number, more: Partial<Deployed> = {}): Deployed => ({
  id,
  at: at(hour),
  outcome: 'success',
  kind: 'deploy',
  effective: true,
  complete: false,
  repo: 'example.org/shop/basket',
  sha: id.repeat(40).slice(0, 40),
  version: null,
  event_id: `event-${id}`,
  ...more,
});

const incident = (hour: number, more: Partial<Incident> = {}): Incident => ({
  event_id: `incident-${hour}`,
  deployment: null,
  opened_at: at(hour),
  resolved_at: at(hour + 1),
  ...more,
});

describe('which deployments failed', () => {
  it('says nothing of deployments that simply worked', () => {
    expect(evidenceOf([deployed('a', 1), deployed('b', 2)], [], [])).toEqual({
      failures: [],
      rework: [],
      rolledBack: new Map(),
    });
  });

  it('believes a source that reports a failure, until the next deployment that works', () => {
    const { failures } = evidenceOf([deployed('a', 1, { outcome: 'failure' }), deployed('b', 3)], [], []);
    expect(failures).toEqual([
      { deployment: 'a', grade: 'EXPLICIT', evidence: 'event-a', at: at(1), recovered_at: at(3) },
    ]);
  });

  it('leaves a failure open that nothing followed', () => {
    const { failures } = evidenceOf([deployed('a', 1), deployed('b', 3, { outcome: 'failure' })], [], []);
    expect(failures[0]?.recovered_at).toBeNull();
  });

  it('takes going back to the commit that ran before for a rollback of everything since', () => {
    const back = deployed('d', 4, { sha: deployed('a', 1).sha });
    const { failures, rework, rolledBack } = evidenceOf(
      [deployed('a', 1), deployed('b', 2), deployed('c', 3), back],
      [],
      [],
    );
    expect(failures.map(({ deployment, grade }) => [deployment, grade])).toEqual([
      ['b', 'ROLLBACK'],
      ['c', 'ROLLBACK'],
    ]);
    expect(rework).toEqual([{ deployment: 'd', reason: 'ROLLBACK', evidence: 'event-d' }]);
    expect(rolledBack.get('event-d')?.deployments).toEqual(['b', 'c']);
  });

  it('does not take a second deployment of the running commit for a rollback', () => {
    const again = deployed('b', 2, { sha: deployed('a', 1).sha });
    expect(evidenceOf([deployed('a', 1), again], [], []).failures).toEqual([]);
  });

  it('does not take a second tag on an old commit of a release history for a rollback', () => {
    const history = [deployed('a', 1), deployed('b', 2), deployed('c', 3, { sha: deployed('a', 1).sha })];
    expect(
      evidenceOf(
        history.map((one) => ({ ...one, complete: true })),
        [],
        [],
      ).failures,
    ).toEqual([]);
  });

  it('does not roll back twice what was rolled back once', () => {
    const sha = deployed('a', 1).sha;
    const history = [
      deployed('a', 1),
      deployed('b', 2),
      deployed('c', 3, { sha }),
      deployed('d', 4, { sha }),
    ];
    expect(evidenceOf(history, [], []).failures.map(({ deployment }) => deployment)).toEqual(['b']);
  });

  it('never blames an incident on whatever was deployed last: not when its source names another, not after a day', () => {
    const named = evidenceOf([deployed('a', 1), deployed('b', 2)], [incident(3, { deployment: 'a' })], []);
    expect(named.failures.map(({ deployment, grade }) => [deployment, grade])).toEqual([['a', 'EXPLICIT']]);
    const unknown = evidenceOf([deployed('b', 2)], [incident(3, { deployment: 'elsewhere' })], []);
    expect(unknown.failures).toEqual([]);
    const later = incident(3, { opened_at: '2026-01-07T03:00:00.000Z' });
    expect(evidenceOf([deployed('b', 2)], [later], []).failures).toEqual([]);
  });

  it('ties an incident without a name to the last deployment before it, within a day, by the weakest grade', () => {
    const { failures } = evidenceOf(
      [deployed('a', 1), deployed('b', 2), deployed('c', 5)],
      [incident(3)],
      [],
    );
    expect(failures).toEqual([
      { deployment: 'b', grade: 'WINDOW', evidence: 'incident-3', at: at(3), recovered_at: at(4) },
    ]);
  });
});
