import { toldBy, typesIn } from '../../../test/support/told.js';

const { outcomeOf, outcomeOfBody, eventsOf, eventOf } = toldBy('newrelic');

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('an issue of New Relic', () => {
  it('is an incident of the entity that suffers', () => {
    expect(eventOf('incident.opened', 'issue-activated')).toMatchObject({
      incident: 'newrelic:0ea2df1c-adab-45d2-aae0-042b609d2322',
      at: '2026-03-02T11:00:00.000Z',
      service: 'carillon',
      severity: 'critical',
    });
    const services = { Bells: { service: 'bells', environment: 'staging' } };
    expect(eventOf('incident.opened', 'issue-activated', {}, { services })).toMatchObject({
      service: 'bells',
      environment: 'staging',
    });
  });

  it('is acknowledged by somebody whom the template names, and closed', () => {
    expect(eventOf('handoff.accepted', 'issue-acknowledged')).toMatchObject({
      to: 'mailto:ada@bells.example',
      actor: { confidence: 'asserted' },
    });
    expect(eventOf('incident.resolved', 'issue-closed').at).toBe('2026-03-02T12:00:00.000Z');
  });

  it('is the same one whatever the template calls its parts, and may name the deployment to blame', () => {
    const opened = eventOf('incident.opened', 'custom-template');
    expect(opened.id).toBe(eventOf('incident.opened', 'issue-activated').id);
    expect(opened.deployment).toBe('github.com/bells/carillon/deployments/7');
  });

  it('takes a placeholder that nothing filled for nothing', () => {
    const opened = eventOf('incident.opened', 'issue-activated', { priority: '{{ priority }}', title: '' });
    expect(opened).not.toHaveProperty('severity');
  });

  it('may be an incident or an alert of the older kinds', () => {
    expect(eventOf('incident.resolved', 'legacy-incident-closed')).toMatchObject({
      incident: 'newrelic:11/42',
      service: 'carillon',
    });
    expect(typesIn(eventsOf('legacy-alert'))).toEqual(['incident.opened', 'item.created']);
  });
});

describe('a deployment that was marked', () => {
  it('tells who says so, of what, and which commit', () => {
    expect(eventOf('deployment.finished', 'legacy-deployment')).toMatchObject({
      at: '2026-03-02T10:30:00.000Z',
      service: 'carillon',
      environment: 'production',
      sha: '7e4030afc0528d6ebf904132adce5f708192a3b4',
      actor: { id: 'mailto:ada@bells.example', confidence: 'asserted' },
      links: ['item:BELL-7'],
    });
    const services = { MTF8QVBNfEFQUExJQ0FUSU9OfDc3: 'carillon' };
    expect(eventOf('deployment.finished', 'change-tracking', {}, { services })).toMatchObject({
      service: 'carillon',
      version: 'v2.4.0',
    });
  });

  it('is left out where another source tells of it', () => {
    expect(outcomeOf('legacy-deployment', {}, { deployments: false })).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringMatching(/another source/),
    });
  });
});

describe('a delivery of New Relic', () => {
  it('is ignored with a reason when it is nothing known', () => {
    expect(outcomeOf('issue-activated', { state: 'DREAMING' })).toMatchObject({ outcome: 'ignored' });
    expect(outcomeOf('issue-activated', { createdAt: null, updatedAt: 'soon' })).toMatchObject({
      reason: expect.stringMatching(/no time/),
    });
    expect(outcomeOfBody([1, null]).outcome).toBe('ignored');
  });

  it('is rejected when it is cut off', () => {
    expect(outcomeOfBody('{"id": "a').outcome).toBe('rejected');
    expect(outcomeOfBody('deployment=%7B%22created', FORM).outcome).toBe('rejected');
    expect(outcomeOfBody('deployment=%E0%A4%A', FORM).outcome).toBe('rejected');
  });
});
