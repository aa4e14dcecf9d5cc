import { createHmac } from 'node:crypto';
import { RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { eventsIn, toldBy, typesIn } from '../../../test/support/told.js';
import { currentEvents } from '../../events/current.js';

const { source, outcomeOf, outcomeOfBody, eventsOf, eventOf } = toldBy('jira');

const ADA = 'jira:5b10ada0';
const WEBHOOKS = ['issue-created', 'issue-assigned', 'issue-started', 'issue-resolved', 'issue-reopened'];

describe('an issue of Jira', () => {
  it('is created by somebody on behalf of somebody else', () => {
    expect(eventOf('item.created', 'issue-created')).toMatchObject({
      item: 'BELL-7',
      at: '2026-03-02T08:00:00.000Z',
      actor: { id: 'jira:5b10b0c1', confidence: 'authenticated' },
      initiator: { id: 'jira:5b10c7d2' },
      kind: 'Story',
      links: ['item:BELL-9', 'item:BELL-3'],
      url: 'https://carillon.atlassian.net/browse/BELL-7',
    });
  });

  it('begins in a state', () => {
    expect(eventOf('item.moved', 'issue-created')).toMatchObject({ to: 'To Do', active: false });
    expect(eventOf('item.moved', 'issue-created')).not.toHaveProperty('from');
  });

  it('moves into work, is closed and is reopened', () => {
    expect(eventOf('item.moved', 'issue-started')).toMatchObject({
      from: 'To Do',
      to: 'In Progress',
      active: true,
      actor: { id: ADA },
    });
    expect(eventOf('item.closed', 'issue-resolved')).toMatchObject({ resolution: 'Fixed' });
    expect(typesIn(eventsOf('issue-reopened'))).toEqual(['item.created', 'item.moved', 'item.reopened']);
  });

  it('has the states that its people say it has', () => {
    const settings = { activeStates: ['To Do'], closedStates: ['In Progress'] };
    expect(eventOf('item.moved', 'issue-started', {}, settings).active).toBe(false);
    expect(typesIn(eventsOf('issue-started', {}, settings))).toContain('item.closed');
    expect(typesIn(eventsOf('issue-resolved', {}, settings))).toContain('item.reopened');
  });

  it('is held by a person and by a team', () => {
    const patch = { issue: { fields: { customfield_10001: { id: 'x', name: 'Towers' } } } };
    const settings = { teamFields: ['customfield_10001'] };
    expect(eventOf('item.assigned', 'issue-assigned', patch, settings)).toMatchObject({
      person: ADA,
      team: 'Towers',
    });
    expect(eventOf('item.assigned', 'issue-assigned')).not.toHaveProperty('team');
  });

  it('says how it would be taken back where its people have a field for that', () => {
    const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'Hang the old bell' }] };
    const plan = { type: 'doc', version: 1, content: [paragraph] };
    const settings = { backOutFields: ['customfield_10002', 'customfield_10003'] };
    const told = (fields: object) =>
      eventOf('item.created', 'issue-created', { issue: { fields } }, settings);
    expect(told({ customfield_10002: null, customfield_10003: plan }).backOut).toBe('Hang the old bell');
    expect(told({ customfield_10002: 'Hang it back' }).backOut).toBe('Hang it back');
    expect(told({ customfield_10002: 7 })).not.toHaveProperty('backOut');
  });

  it('may be held by nobody again', () => {
    const items = [{ field: 'assignee', from: '5b10ada0', fromString: 'Ada', to: null, toString: null }];
    const nobody = { issue: { fields: { assignee: null } }, changelog: { id: '20009', items } };
    expect(eventOf('item.assigned', 'issue-assigned', nobody)).not.toHaveProperty('person');
  });

  it('is gone when it is deleted', () => {
    expect(eventOf('item.closed', 'issue-deleted')).toMatchObject({ resolution: 'deleted' });
  });

  it('is an incident when its type says so', () => {
    const patch = { issue: { fields: { issuetype: { name: 'Incident' } } } };
    const settings = { services: { carillon: { service: 'bells', environment: 'staging' } } };
    const opened = eventOf('incident.opened', 'issue-created', patch, settings);
    expect(opened).toMatchObject({ incident: 'BELL-7', service: 'bells', environment: 'staging' });
    expect(eventOf('incident.resolved', 'issue-resolved', patch).at).toBe('2026-03-02T14:00:00.000Z');
  });

  it('on a server names people by key and host', () => {
    expect(eventOf('item.moved', 'server-issue-moved').actor?.id).toBe(
      'jira.bells.example:8080:JIRAUSER10100',
    );
  });
});

describe('the history that the API gives', () => {
  it('has the ids that the webhooks gave', () => {
    const byWebhook = WEBHOOKS.flatMap((name) => eventsOf(name));
    const byPull = eventsOf('issue-with-history');
    const ids = (events: readonly { id: string }[]) => [...new Set(events.map(({ id }) => id))].sort();
    expect(ids(byPull)).toEqual(ids(byWebhook));
  });

  it('tells the same whichever came first', () => {
    const all = [...WEBHOOKS, 'issue-with-history'].flatMap((name) => eventsOf(name));
    expect(currentEvents(all)).toEqual(currentEvents(all.toReversed()));
    expect(currentEvents(all)).toHaveLength(eventsOf('issue-with-history').length);
  });

  it('knows who held it at each time', () => {
    const histories = [
      { id: '1', created: '2026-03-02T10:00:00.000+0100', items: [assignee(null, 'a')] },
      { id: '2', created: '2026-03-02T11:00:00.000+0100', items: [team('Towers', 'Second line')] },
      { id: '3', created: '2026-03-02T12:00:00.000+0100', items: [assignee('a', '5b10ada0')] },
    ];
    const patch = {
      issue: { changelog: { total: 3, histories }, fields: { Team: 'Second line' } },
    };
    const assigned = eventsOf('issue-with-history', patch).filter(({ type }) => type === 'item.assigned');
    expect(assigned).toMatchObject([
      { at: '2026-03-02T08:00:00.000Z', team: 'Towers' },
      { person: 'jira:a', team: 'Towers' },
      { person: 'jira:a', team: 'Second line' },
      { person: ADA, team: 'Second line' },
    ]);
  });

  it('does not tell the beginning when a part of it is missing', () => {
    const told = eventsOf('issue-with-history', { issue: { changelog: { total: 400 } } });
    expect(told.filter(({ type, at }) => type === 'item.moved' && at === '2026-03-02T08:00:00.000Z')).toEqual(
      [],
    );
  });
});

const assignee = (from: string | null, to: string) => ({ field: 'assignee', from, to });
const team = (from: string, to: string) => ({ field: 'Team', fromString: from, toString: to });

describe('a comment', () => {
  const settings = { approvingComments: ['approved'], rejectingComments: ['rejected'] };

  it('approves when it begins with the words that were agreed on', () => {
    const decided = eventOf('approval.decided', 'comment-created', {}, settings);
    expect(decided).toMatchObject({
      decision: 'granted',
      actor: { id: 'jira:5b10c7d2' },
      links: ['item:BELL-7'],
    });
  });

  it('approves nothing when nothing was agreed on', () => {
    expect(typesIn(eventsOf('comment-created'))).toEqual(['item.created']);
  });

  it('may be a document of the newer API', () => {
    const body = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Rejected!' }] }],
    };
    expect(eventOf('approval.decided', 'comment-created', { comment: { body } }, settings).decision).toBe(
      'rejected',
    );
  });

  it('is taken back when it is deleted or says something else', () => {
    const granted = eventOf('approval.decided', 'comment-created', {}, settings);
    for (const patch of [
      { webhookEvent: 'comment_deleted', timestamp: 1_772_449_200_000 },
      { webhookEvent: 'comment_updated', comment: { body: 'Hm', updated: '2026-03-02T12:00:00.000+0100' } },
    ]) {
      const withdrawn = eventOf('approval.decided', 'comment-created', patch, settings);
      expect(withdrawn).toMatchObject({ id: granted.id, retracted: true });
      expect(currentEvents([withdrawn, granted]).filter(({ id }) => id === granted.id)).toEqual([]);
    }
  });
});

describe('a delivery of Jira', () => {
  const request = requestOf(readSample('jira', 'issue-created'));
  const sign = (secret: string) =>
    `sha256=${createHmac('sha256', secret).update(request.body).digest('hex')}`;
  const check = (headers: Record<string, string>, query = '') =>
    source.authenticate(
      { headers, body: request.body },
      { values: ['bell'] },
      { ...RECEPTION, url: `${RECEPTION.url}${query}` },
    ).ok;

  it('is signed by the cloud, and shown a token by a server', () => {
    expect(check({ 'x-hub-signature': sign('bell') })).toBe(true);
    expect(check({ 'x-hub-signature': sign('other') })).toBe(false);
    expect(check({}, '?token=bell')).toBe(true);
  });

  it('is not let in by a token beside a wrong signature', () => {
    expect(check({ 'x-hub-signature': sign('other') }, '?token=bell')).toBe(false);
    expect(check({ 'x-hub-signature': sign('bell').replace(/.$/, '!') })).toBe(false);
  });

  it('is known by its own id, which stays the same when it is sent again', () => {
    expect(source.deliveryKey?.(request)).toBe('6f1c7a10-1');
  });

  it('is rejected when it is cut off or no JSON', () => {
    expect(outcomeOfBody('{"webhookEvent":"jira:iss').outcome).toBe('rejected');
    expect(
      outcomeOfBody('webhookEvent=1', { 'content-type': 'application/x-www-form-urlencoded' }).outcome,
    ).toBe('rejected');
  });

  it('is ignored when it is of a kind that tells nothing', () => {
    expect(outcomeOf('issue-created', { webhookEvent: 'worklog_updated' })).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringMatching(/worklog_updated/),
    });
    expect(outcomeOfBody({ hello: 'world' })).toMatchObject({ outcome: 'ignored' });
  });

  it('needs little', () => {
    const issue = {
      id: 1,
      key: 'A-1',
      fields: { created: '2026-03-02T09:00:00.000+0000', assignee: 7, x: null },
    };
    expect(typesIn(eventsIn(outcomeOfBody({ webhookEvent: 'jira:issue_updated', issue })))).toEqual([
      'item.created',
    ]);
    expect(outcomeOfBody({ webhookEvent: 'jira:issue_updated', issue: { id: 1, key: 'A-1' } }).outcome).toBe(
      'ignored',
    );
  });
});
