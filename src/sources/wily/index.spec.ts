import { toldBy, typesIn } from '../../../test/support/told.js';

const { outcomeOf, outcomeOfBody, eventsOf, eventOf } = toldBy('wily');

const TEXT = { 'content-type': 'text/plain', date: 'Mon, 02 Mar 2026 12:00:00 GMT' };

describe('an alert of CA APM', () => {
  it('is an incident of its application, from when it began', () => {
    expect(eventOf('incident.opened', 'danger')).toMatchObject({
      incident: 'wily:wily/5f1e/2026-03-02T11:00:00.000Z',
      at: '2026-03-02T11:00:00.000Z',
      service: 'carillon',
      severity: 'danger',
      title: 'Carillon response time',
    });
    const services = { 'CARILLON:WEB': 'bells' };
    expect(eventOf('incident.opened', 'danger', {}, { services }).service).toBe('bells');
  });

  it('is over when its state is normal, as the same incident', () => {
    const resolved = eventOf('incident.resolved', 'normal');
    expect(resolved).toMatchObject({
      incident: eventOf('incident.opened', 'danger').incident,
      at: '2026-03-02T12:00:00.000Z',
    });
    expect(eventOf('incident.opened', 'normal').id).toBe(eventOf('incident.opened', 'danger').id);
  });

  it('is another incident when it begins again', () => {
    const again = eventOf('incident.opened', 'danger', { alertStartTime: '2026-03-03T11:00:00Z' });
    expect(again.id).not.toBe(eventOf('incident.opened', 'danger').id);
  });

  it('may be told in local time', () => {
    const patch = { alertStartTime: '2026-03-02 12:00:00' };
    expect(eventOf('incident.opened', 'danger', patch, { zone: 'Europe/Berlin' }).at).toBe(
      '2026-03-02T11:00:00.000Z',
    );
    expect(() => eventsOf('danger', {}, { zone: 'Middle/Earth' })).toThrow(/time zone/);
  });

  it('may be a sentence, whose time is that of the request', () => {
    expect(eventOf('incident.opened', 'sentence')).toMatchObject({
      at: '2026-03-02T11:00:00.000Z',
      severity: 'danger',
    });
    const told = outcomeOfBody('The Alert "Slow" fell below danger target of 1', TEXT);
    expect(told.outcome === 'accepted' && typesIn(told.events)).toEqual(['incident.resolved', 'item.closed']);
  });
});

describe('a delivery of CA APM', () => {
  it.each([
    ['no alert', { alertName: '', alertId: null }, /names no alert/],
    ['an unknown state', { alertState: 'GREENISH' }, /GREENISH|no state/],
    ['no time', { alertStartTime: null }, /when it began/],
  ])('is ignored when it tells %s', (_, patch, reason) => {
    expect(outcomeOf('danger', patch)).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringMatching(reason),
    });
  });

  it('is rejected when it is cut off or empty', () => {
    expect(outcomeOfBody('{"alertId": "5f').outcome).toBe('rejected');
    expect(outcomeOfBody('').outcome).toBe('rejected');
  });

  it('may carry more than was asked for', () => {
    expect(outcomeOf('danger', { more: { of: ['it'] }, vertexAttributes: 'text' }).outcome).toBe('accepted');
  });
});
