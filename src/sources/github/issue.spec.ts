import { eventOf, eventsOf, outcomeOf } from '../../../test/support/github.js';
import { currentTelling } from '../../events/current.js';

const ITEM = 'github.com/bellfounders/carillon/issues/12';
const INCIDENT = 'github.com/bellfounders/carillon/issues/15';
const cy = { id: 'github:cy-tower', name: 'cy-tower', kind: 'human', confidence: 'authenticated' };

const typesOf = (name: string, patch: object = {}) => eventsOf(name, patch).map(({ type }) => type);

describe('an issue', () => {
  it('is an item, created by who wrote it', () => {
    expect(eventsOf('issues-opened')).toEqual([
      expect.objectContaining({
        type: 'item.created',
        at: '2026-02-27T16:00:00.000Z',
        item: ITEM,
        title: 'The hour bell rings twice',
        actor: cy,
      }),
    ]);
  });

  it('tells that it was created whatever happens to it, as the same fact', () => {
    const created = eventOf('item.created', 'issues-opened');
    expect(eventOf('item.created', 'issues-assigned')).toMatchObject({ id: created.id, at: created.at });
    expect(typesOf('issues-opened', { action: 'milestoned' })).toEqual(['item.created']);
  });

  it('is assigned to a person', () => {
    expect(eventOf('item.assigned', 'issues-assigned')).toMatchObject({
      item: ITEM,
      person: 'github:ada-ropes',
      at: '2026-03-02T07:50:00.000Z',
      actor: cy,
    });
    expect(typesOf('issues-assigned', { assignee: null })).toEqual(['item.created']);
  });

  it('is closed and opened again, as often as it takes', () => {
    const closedAt = (closed_at: string) => ({
      action: 'closed',
      issue: { closed_at, state_reason: 'not_planned' },
    });
    const first = eventOf('item.closed', 'issues-opened', closedAt('2026-03-03T08:00:00Z'));
    const second = eventOf('item.closed', 'issues-opened', closedAt('2026-03-05T08:00:00Z'));
    expect(first).toMatchObject({ at: '2026-03-03T08:00:00.000Z', resolution: 'not_planned' });
    expect(second.id).not.toBe(first.id);
    const reopened = { action: 'reopened', issue: { updated_at: '2026-03-04T08:00:00Z' } };
    expect(eventOf('item.reopened', 'issues-opened', reopened).at).toBe('2026-03-04T08:00:00.000Z');
  });

  it('is left alone when it is a pull request', () => {
    for (const issue of [
      { pull_request: {} },
      { html_url: 'https://github.com/bellfounders/carillon/pull/13' },
    ]) {
      expect(outcomeOf('issues-opened', { action: 'milestoned', issue }).outcome).toBe('ignored');
    }
  });
});

describe('an issue with an incident’s label', () => {
  const labelled = (name: string) => ({ issue: { labels: [{ name: 'bug' }, { name }] } });

  it.each(['incident', 'Incident: sev 2', 'partial-outage'])('is an incident of the service: %s', (name) => {
    expect(eventOf('incident.opened', 'issues-opened', labelled(name))).toMatchObject({
      incident: ITEM,
      service: 'carillon',
      at: '2026-02-27T16:00:00.000Z',
      actor: cy,
    });
  });

  it('is resolved when it is closed', () => {
    expect(typesOf('issues-incident-closed')).toEqual([
      'item.created',
      'item.closed',
      'incident.opened',
      'incident.resolved',
    ]);
    expect(eventOf('incident.resolved', 'issues-incident-closed')).toMatchObject({
      incident: INCIDENT,
      at: '2026-03-02T15:10:00.000Z',
      actor: expect.objectContaining({ id: 'github:bo-clapper' }),
    });
  });

  it('is no incident any more when the label is taken off, in whatever order that is learned', () => {
    const opened = eventOf('incident.opened', 'issues-opened', labelled('incident'));
    const takenBack = eventOf('incident.opened', 'issues-opened', {
      action: 'unlabeled',
      label: { name: 'incident' },
      issue: { updated_at: '2026-02-28T08:00:00Z' },
    });
    expect(takenBack.id).toBe(opened.id);
    expect(currentTelling([opened, takenBack])).toBeUndefined();
    expect(currentTelling([takenBack, opened])).toBeUndefined();
  });

  it('is told by no other label, nor by taking another one off', () => {
    expect(typesOf('issues-opened', labelled('bug'))).toEqual(['item.created']);
    expect(typesOf('issues-opened', { action: 'unlabeled', label: { name: 'bug' } })).toEqual([
      'item.created',
    ]);
  });
});
