import { createHmac } from 'node:crypto';
import { pulledBy, serveApi } from '../../../test/support/pull.js';
import { RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { eventsIn, toldBy, typesIn } from '../../../test/support/told.js';
import { interpretRequest, settingOf } from '../interpret.js';

const { source, outcomeOf, outcomeOfBody, eventsOf, eventOf } = toldBy('servicenow');

const ADA = 'servicenow:servicenow/ada.ropes';

describe('a change request', () => {
  it('tells its kind, its risk and when it may be carried out', () => {
    expect(eventOf('item.created', 'change-of-the-table-api')).toMatchObject({
      item: 'CHG0030001',
      at: '2026-03-01T08:00:00.000Z',
      kind: 'emergency',
      risk: 'High',
      plannedFrom: '2026-03-02T09:00:00.000Z',
      plannedTo: '2026-03-02T11:00:00.000Z',
      actor: { id: 'servicenow:servicenow/bo.clapper' },
      initiator: { id: 'servicenow:servicenow/cy.tower' },
      links: ['item:BELL-7'],
    });
  });

  it('says how it would be taken back, once somebody wrote it down', () => {
    const written = { backout_plan: { value: ' Hang the old bell ', display_value: 'Hang the old bell' } };
    expect(eventOf('item.created', 'change-of-the-table-api', written).backOut).toBe('Hang the old bell');
    const empty = { backout_plan: { value: '', display_value: '' } };
    expect(eventOf('item.created', 'change-of-the-table-api', empty)).not.toHaveProperty('backOut');
    expect(eventOf('item.created', 'change-of-the-table-api')).not.toHaveProperty('backOut');
  });

  it('moves, as a business rule tells it, from one state to another', () => {
    expect(eventOf('item.moved', 'change-moved')).toMatchObject({
      from: 'Scheduled',
      to: 'Implement',
      active: true,
      actor: { id: ADA, confidence: 'authenticated' },
    });
    expect(typesIn(eventsOf('change-moved'))).not.toContain('item.assigned');
    expect(eventOf('item.closed', 'change-closed')).toMatchObject({ resolution: 'successful' });
  });

  it('is the same move by the Table API, which knows less of it', () => {
    const exact = eventOf('item.moved', 'change-moved');
    const row = eventOf('item.moved', 'change-of-the-table-api');
    expect(row.id).toBe(exact.id);
    expect(exact.revision!).toBeGreaterThan(row.revision ?? 0);
  });

  it('is held by a person and a group', () => {
    expect(eventOf('item.assigned', 'change-of-the-table-api')).toMatchObject({
      person: ADA,
      team: 'Towers',
    });
  });

  it('is approved as a whole when the server says when', () => {
    const services = { Carillon: 'bells' };
    const settings = { services, environment: 'production' };
    expect(eventOf('approval.decided', 'change-of-the-table-api', {}, settings)).toMatchObject({
      at: '2026-03-01T15:00:00.000Z',
      decision: 'granted',
      service: 'bells',
      environment: 'production',
    });
  });

  it('moves and is assigned when it is inserted, though it held nothing before', () => {
    const inserted = { operation: 'insert', previous: null };
    expect(typesIn(eventsOf('change-task', inserted))).toEqual(typesIn(eventsOf('change-task')));
    expect(typesIn(eventsOf('change-task', { ...inserted, previous: {} }))).toContain('item.moved');
  });

  it('has tasks, which hang on it', () => {
    expect(eventOf('item.created', 'change-task').links).toEqual(['item:CHG0030001']);
  });

  it('may come with nothing but plain values', () => {
    expect(typesIn(eventsOf('change-raw-list'))).toEqual(typesIn(eventsOf('change-of-the-table-api')));
  });
});

describe('an approval', () => {
  it('is asked of somebody, who decides', () => {
    expect(eventOf('approval.requested', 'approval-requested').reviewers).toEqual([
      'servicenow:servicenow/cy.tower',
    ]);
    expect(eventOf('approval.decided', 'approval-approved')).toMatchObject({
      decision: 'granted',
      actor: { id: 'servicenow:servicenow/cy.tower', confidence: 'authenticated' },
      links: ['item:CHG0030001'],
    });
  });

  it('that somebody else wrote is only asserted', () => {
    const written = { sys_updated_by: { value: 'bo.clapper' } };
    expect(eventOf('approval.decided', 'approval-approved', written).actor?.confidence).toBe('asserted');
  });
});

describe('an incident of ServiceNow', () => {
  it('is opened, taken, handed on and resolved', () => {
    expect(eventOf('incident.opened', 'incident-opened')).toMatchObject({
      incident: 'INC0010001',
      service: 'Carillon',
      severity: '1 - Critical',
      links: ['item:INC0010001', 'item:CHG0030001', 'item:incident:INC0010001'],
    });
    expect(eventOf('handoff.accepted', 'incident-taken')).toMatchObject({ to: ADA });
    expect(eventOf('item.assigned', 'incident-reassigned')).toMatchObject({ team: 'Second line' });
    expect(eventOf('incident.resolved', 'incident-resolved').at).toBe('2026-03-02T12:00:00.000Z');
  });
});

describe('a delivery of ServiceNow', () => {
  const request = requestOf(readSample('servicenow', 'change-moved'));
  const check = (headers: Record<string, string>) =>
    source.authenticate({ headers, body: request.body }, { values: ['bell'] }, RECEPTION).ok;

  it('is signed by the business rule, or shows a secret', () => {
    const signature = `sha256=${createHmac('sha256', 'bell').update(request.body).digest('hex')}`;
    expect(check({ 'x-throughline-signature': signature })).toBe(true);
    expect(
      check({ 'x-throughline-signature': signature.replace(/.$/, 'x'), authorization: 'Bearer bell' }),
    ).toBe(false);
    expect(check({ authorization: 'Bearer bell' })).toBe(true);
  });

  it('is ignored or rejected with a reason when it says nothing', () => {
    expect(outcomeOf('other-table')).toMatchObject({ reason: expect.stringMatching(/kb_knowledge/) });
    expect(outcomeOfBody({ result: [] }).outcome).toBe('ignored');
    expect(outcomeOfBody({ table: 'incident', record: { sys_id: 'x' } }).outcome).toBe('ignored');
    expect(outcomeOfBody('{"table":').outcome).toBe('rejected');
  });
});

describe('rows that are pulled', () => {
  const row = (n: number) => ({
    sys_id: { value: `id${String(n).padStart(4, '0')}` },
    number: { value: `CHG${String(n).padStart(7, '0')}` },
    sys_created_on: { value: '2026-03-01 00:00:00' },
    sys_updated_on: { value: `2026-03-01 00:${String(Math.floor(n / 150)).padStart(2, '0')}:00` },
    state: { value: '-1' },
  });

  it('are all met, though many share a second and some may not be seen', async () => {
    const all = Array.from({ length: 700 }, (_, i) => row(i));
    const api = await serveApi((url) => {
      if (!url.pathname.endsWith('/change_request')) return { body: { result: [] } };
      const since = /sys_updated_on>=([^^]+)/.exec(url.searchParams.get('sysparm_query')!)![1]!;
      const offset = Number(url.searchParams.get('sysparm_offset'));
      const found = all.filter((one) => one.sys_updated_on.value >= since);
      const page = found.slice(offset, offset + 200).filter((one) => !one.number.value.endsWith('13'));
      return { headers: { 'x-total-count': String(found.length) }, body: { result: page } };
    });
    const setting = settingOf(source);
    const pulled = await pulledBy(source.pull!.read(undefined, api.client, setting));
    const items = pulled.map(({ request }) => eventsIn(interpretRequest(source, request, setting))[0]!);
    expect(new Set(items.map(({ id }) => id)).size).toBe(693);

    const rest = await pulledBy(source.pull!.read(pulled.at(-1)!.cursor, api.client, setting), 1);
    await api.stop();
    expect(rest).toHaveLength(1);
    expect(api.asked.filter((path) => path.includes('change_request')).at(-1)).toContain(
      '2026-02-28+23%3A59',
    );
  });
});
