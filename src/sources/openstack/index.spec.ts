import { patched, RECEPTION, readSample, requestOf } from '../../../test/support/samples.js';
import { interpretRequest, settingOf } from '../interpret.js';
import { openstack } from './index.js';

const bodyOf = (name: string, patch: object = {}) => patched(readSample('openstack', name), patch).body;
const outcomeOf = (body: unknown, settings: object = {}) =>
  interpretRequest(openstack, requestOf({ headers: {}, body }), settingOf(openstack, 'fjord', settings));
const fields = (patch: object) => ({ payload: { 'nova_object.data': patch } });
const accepted = (...events: object[]) => ({ outcome: 'accepted', events });

describe('a server of Nova', () => {
  it('appears with its names and addresses, its environment, and by whom', () => {
    expect(outcomeOf(bodyOf('instance-create'))).toMatchObject(
      accepted({
        type: 'resource.created',
        at: '2026-03-02T09:14:08.123Z',
        kind: 'server',
        host: 'lighthouse-2',
        aliases: ['5b1f9c3e-7d24-4a68-b0e1-2c3d4e5f6a7b', 'lighthouse-2', '10.4.0.17'],
        environment: 'staging',
        actor: { id: 'openstack:fjord/ce11', kind: 'human', confidence: 'authenticated' },
      }),
    );
  });

  it('goes by the older notification, as a text in its envelope, with the name of the user', () => {
    expect(outcomeOf(bodyOf('legacy-delete'))).toMatchObject(
      accepted({
        type: 'resource.removed',
        at: '2026-03-04T17:02:41.500Z',
        resource: 'openstack:server/5b1f9c3e-7d24-4a68-b0e1-2c3d4e5f6a7b',
        actor: { id: 'openstack:fjord/ce11', name: 'cecilia' },
      }),
    );
  });

  it('is one event by the older and by the newer notification', () => {
    const legacy = {
      event_type: 'compute.instance.create.end',
      timestamp: '2026-03-02 09:14:08.9',
      payload: { instance_id: '5b1f9c3e-7d24-4a68-b0e1-2c3d4e5f6a7b', hostname: 'lighthouse-2' },
    };
    const ids = [outcomeOf(bodyOf('instance-create')), outcomeOf(legacy)].map((outcome) =>
      outcome.outcome === 'accepted' ? outcome.events[0]?.id : undefined,
    );
    expect(ids[0]).toBeDefined();
    expect(ids[0]).toBe(ids[1]);
  });

  it('changes its state', () => {
    expect(outcomeOf(bodyOf('instance-power-off'))).toMatchObject(
      accepted({ type: 'resource.changed', detail: 'power_off', to: 'stopped' }),
    );
    expect(outcomeOf(bodyOf('instance-update'))).toMatchObject(
      accepted({ type: 'resource.changed', from: 'building', to: 'active' }),
    );
  });

  it('that could not be made was tried in vain', () => {
    expect(outcomeOf(bodyOf('instance-create-error'))).toMatchObject(
      accepted({ type: 'execution.finished', action: 'instance.create', outcome: 'error' }),
    );
  });

  it('belongs to the environment of its project, and a service user is a bot', () => {
    const body = bodyOf(
      'instance-create',
      fields({ metadata: null, tenant_id: 'p7', action_initiator_user: 'heat' }),
    );
    expect(outcomeOf(body, { environments: { p7: 'production' } })).toMatchObject(
      accepted({ environment: 'production', actor: { kind: 'bot', confidence: 'bot' } }),
    );
  });
});

describe('what is not understood', () => {
  it.each([
    [bodyOf('instance-create', { event_type: 'instance.create.start' }), 'is told by its end'],
    [bodyOf('instance-create', { event_type: 'instance.exists' }), 'for accounting'],
    [bodyOf('instance-update', fields({ state_update: null })), 'tells no change'],
    [
      bodyOf('instance-create', { timestamp: null, ...fields({ launched_at: 'soon', updated_at: null }) }),
      'when it happened',
    ],
    [bodyOf('instance-create', fields({ uuid: null })), 'names no instance'],
    [
      { event_type: 'compute.metrics.update', payload: [] },
      'Nothing is derived from compute.metrics.update.',
    ],
    [{ 'oslo.message': '{"event_type"' }, 'is no notification of OpenStack'],
    [{ hello: 1 }, 'is no notification of OpenStack'],
  ])('is ignored with a reason: %#', (body, reason) => {
    expect(outcomeOf(body)).toEqual({ outcome: 'ignored', reason: expect.stringContaining(reason) });
  });

  it('is rejected when it is cut off', () => {
    const { body } = requestOf(readSample('openstack', 'instance-create'));
    expect(interpretRequest(openstack, { headers: {}, body: body.subarray(0, 90) }).outcome).toBe('rejected');
  });
});

describe('a bridge', () => {
  it('may wrap what it forwards into a CloudEvent, or send a list', () => {
    const one = bodyOf('instance-create');
    expect(outcomeOf({ specversion: '1.0', id: '1', data: one })).toEqual(outcomeOf(one));
    expect(outcomeOf([one, bodyOf('volume-create')])).toMatchObject(
      accepted({ kind: 'server' }, { kind: 'volume' }),
    );
  });

  it('shows the secret, and sends each notification under its own id', () => {
    const request = requestOf(readSample('openstack', 'legacy-delete'));
    const check = (authorization: string) =>
      openstack.authenticate({ ...request, headers: { authorization } }, { values: ['fir'] }, RECEPTION).ok;
    expect([check('Bearer fir'), check('Bearer oak')]).toEqual([true, false]);
    expect(openstack.deliveryKey?.(request)).toBe('bb0b1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2e');
  });
});
