import { createHmac } from 'node:crypto';
import { pulledBy, serveApi } from '../../../test/support/pull.js';
import { RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { toldBy, typesIn } from '../../../test/support/told.js';
import { settingOf } from '../interpret.js';

const { source, outcomeOf, outcomeOfBody, eventsOf, eventOf } = toldBy('pagerduty');

const ITEM = 'incident:pagerduty:Q1BELL0RANG24X';
const ADA = 'pagerduty:PADA001';
const BO = 'pagerduty:PBO0001';

describe('an incident of PagerDuty', () => {
  it('is opened for a service, which a person may map to ours', () => {
    expect(eventOf('incident.opened', 'triggered')).toMatchObject({
      incident: 'pagerduty:Q1BELL0RANG24X',
      at: '2026-03-02T11:00:00.000Z',
      service: 'Carillon',
      severity: 'high',
      actor: { kind: 'service' },
      links: ['item:BELL-7', `item:${ITEM}`],
    });
    const services = { PCARIL1: { service: 'bells', environment: 'staging' } };
    expect(eventOf('incident.opened', 'triggered', {}, { services })).toMatchObject({
      service: 'bells',
      environment: 'staging',
    });
  });

  it('goes from hand to hand', () => {
    const holders = ['triggered', 'reassigned', 'escalated', 'delegated'].map((name) => {
      const { person, team } = eventOf('item.assigned', name);
      return [person, team];
    });
    expect(holders).toEqual([
      [ADA, 'Towers'],
      [BO, 'Towers'],
      // Two people are called at once: nobody knows who has it.
      [undefined, 'Towers'],
      [ADA, 'Second line'],
    ]);
    expect(eventOf('item.assigned', 'delegated', {}, { teams: { PSECOND: 'core' } }).team).toBe('core');
  });

  it('is taken by whoever acknowledges it', () => {
    expect(eventOf('handoff.accepted', 'acknowledged')).toMatchObject({ item: ITEM, to: ADA });
    expect(eventOf('item.moved', 'acknowledged')).toMatchObject({ to: 'acknowledged', active: true });
  });

  it('is resolved by somebody, and may be reopened', () => {
    expect(eventOf('incident.resolved', 'resolved')).toMatchObject({
      actor: { id: BO, confidence: 'authenticated' },
    });
    expect(eventOf('item.reopened', 'reopened').item).toBe(ITEM);
  });

  it('may become more urgent', () => {
    const first = eventOf('incident.opened', 'triggered');
    const later = eventOf('incident.opened', 'priority-updated');
    expect(later).toMatchObject({ id: first.id, severity: 'P1' });
    expect(later.revision!).toBeGreaterThan(first.revision ?? 0);
  });

  it('has the same ids by webhook and by the API', () => {
    const idOf = (type: 'incident.resolved' | 'handoff.accepted', name: string) => eventOf(type, name).id;
    expect(idOf('incident.resolved', 'incident-of-the-api')).toBe(idOf('incident.resolved', 'resolved'));
    expect(idOf('handoff.accepted', 'incident-of-the-api')).toBe(idOf('handoff.accepted', 'acknowledged'));
    expect(eventOf('item.assigned', 'log-entry-assign').id).toBe(eventOf('item.assigned', 'reassigned').id);
  });

  it('is also told by webhooks of versions 1 and 2', () => {
    expect(typesIn(eventsOf('version-2'))).toContain('handoff.accepted');
    expect(eventOf('incident.resolved', 'version-1').at).toBe('2016-03-02T12:00:00.000Z');
  });
});

describe('a delivery of PagerDuty', () => {
  const request = requestOf(readSample('pagerduty', 'triggered'));
  const sign = (secret: string) => `v1=${createHmac('sha256', secret).update(request.body).digest('hex')}`;
  const check = (signature: string, ...values: string[]) =>
    source.authenticate(
      { headers: { 'x-pagerduty-signature': signature }, body: request.body },
      { values },
      RECEPTION,
    ).ok;

  it('may carry several signatures, of which one has to be right', () => {
    expect(check(`${sign('old')},${sign('new')}`, 'new')).toBe(true);
    expect(check(`${sign('old')}, ${sign('new')}`, 'old')).toBe(true);
    expect(check(`v2=${'0'.repeat(64)},${sign('bell')}`, 'bell')).toBe(true);
    expect(check(`${sign('old')},${sign('new')}`, 'bell')).toBe(false);
    expect(check(sign('bell').replace('v1=', 'v0='), 'bell')).toBe(false);
  });

  it('is known by the id of its event', () => {
    expect(source.deliveryKey?.(request)).toBe('01BELL0001');
  });

  it('is ignored when nothing is derived from its kind, and rejected when it is cut off', () => {
    expect(outcomeOf('triggered', { event: { event_type: 'incident.annotated' } })).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringMatching(/annotated/),
    });
    expect(outcomeOf('triggered', { event: { event_type: 'service.updated' } }).outcome).toBe('ignored');
    expect(outcomeOf('triggered', { event: { data: null } }).outcome).toBe('ignored');
    expect(outcomeOf('priority-updated', { event: { data: { created_at: null } } }).outcome).toBe('ignored');
    expect(outcomeOfBody('{"event":{').outcome).toBe('rejected');
  });

  it('needs little', () => {
    const data = { id: 'Q1', assignees: [null, 3], service: 'x', extra: {} };
    const event = { event_type: 'incident.resolved', occurred_at: '2026-03-02T12:00:00Z', data };
    expect(outcomeOfBody({ event })).toMatchObject({ outcome: 'accepted' });
  });
});

describe('timelines that are pulled', () => {
  const line = (minute: number) => ({
    id: `R${minute}`,
    type: 'acknowledge_log_entry',
    created_at: new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString(),
    incident: { id: 'Q1', type: 'incident' },
  });
  const lines = Array.from({ length: 450 }, (_, i) => line(i * 10));

  it('come window by window, until the time of the server', async () => {
    const api = await serveApi((url) => {
      const headers = { date: 'Thu, 05 Mar 2026 00:00:00 GMT' };
      if (url.pathname === '/incidents')
        return { headers, body: { incidents: [{ created_at: '2026-03-01T00:00:00Z' }] } };
      const from = Date.parse(url.searchParams.get('since')!);
      const to = Date.parse(url.searchParams.get('until')!);
      const offset = Number(url.searchParams.get('offset'));
      const found = lines.filter(({ created_at: at }) => Date.parse(at) >= from && Date.parse(at) < to);
      return {
        headers,
        body: { log_entries: found.slice(offset, offset + 100), more: offset + 100 < found.length },
      };
    });
    const setting = settingOf(source);
    const pulled = await pulledBy(source.pull!.read(undefined, api.client, setting));
    const ids = pulled.map(({ request }) => JSON.parse(request.body.toString()).id as string);
    expect(new Set(ids)).toEqual(new Set(lines.map(({ id }) => id)));

    const rest = await pulledBy(source.pull!.read(pulled[99]!.cursor, api.client, setting));
    await api.stop();
    expect(rest.length).toBe(lines.length - 100);
  });
});
