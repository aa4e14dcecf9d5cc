import fc from 'fast-check';
import { arbitraryEventOf, eventTypes } from '../../../test/support/arbitrary-event.js';
import type { DeliveryEvent } from '../vocabulary.js';
import { cdTypeOf } from './cd-event.js';
import { toCdEvent } from './export.js';
import { originOf } from './purl.js';
import { readMessage } from './reading.js';

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const common = { id: 'deploy-42', at: '2026-03-02T10:15:00.000Z', source: 'github' };

const deployed = {
  ...common,
  type: 'deployment.finished',
  service: 'checkout',
  environment: 'production',
  deployment: '42',
  outcome: 'success',
  kind: 'deploy',
  repo: 'github.com/octo/checkout',
  sha: '1a429d2f06fa49d8ece5045ac6471dc8a2276895',
} satisfies DeliveryEvent;

interface Exported {
  readonly context: { readonly type: string; readonly id: string };
  readonly subject: { readonly id: string; readonly content: Record<string, unknown> };
  readonly customData?: unknown;
}
const dataOf = (event: DeliveryEvent): Exported => toCdEvent(event).data as Exported;

describe('exporting an event of ours as a CDEvent', () => {
  it.each(eventTypes)('%s comes back as it went', (type) => {
    fc.assert(
      fc.property(arbitraryEventOf(type), (event) => {
        expect(readMessage(overTheWire(toCdEvent(event)))).toEqual({ events: [event] });
      }),
      { numRuns: 60 },
    );
  });

  it.each(eventTypes)(
    '%s has a type that the CDEvents specification allows, and a non-empty subject',
    (type) => {
      const allowed =
        /^dev\.cdevents\.[a-z]+\.[a-z]+\.\d\.\d\.\d$|^dev\.cdeventsx\.[a-zA-Z0-9]+-[a-zA-Z]+\.[a-zA-Z]+\.\d\.\d\.\d$/;
      fc.assert(
        fc.property(arbitraryEventOf(type), (event) => {
          const { context, subject } = dataOf(event);
          expect(context.type).toMatch(allowed);
          expect(cdTypeOf(context.type)).toBeDefined();
          expect(subject.id).not.toBe('');
          expect(toCdEvent(event)).toMatchObject({ type: context.type, id: context.id, subject: subject.id });
        }),
        { numRuns: 20 },
      );
    },
  );

  it('tells a deployment in standard words, with the commit inside the package URL', () => {
    const { context, subject } = dataOf(deployed);
    expect(context.type).toBe('dev.cdevents.service.deployed.0.3.0');
    expect(subject.id).toBe('checkout');
    expect(subject.content.environment).toEqual({ id: 'production' });
    expect(originOf(subject.content.artifactId as string)).toMatchObject({
      repo: deployed.repo,
      sha: deployed.sha,
    });
  });

  it('gives other tools enough: without our custom data it is still the same deployment of the same commit', () => {
    const { customData: _, ...standard } = dataOf(deployed);
    expect(readMessage(overTheWire(standard))).toMatchObject({
      events: [
        {
          type: 'deployment.finished',
          service: 'checkout',
          environment: 'production',
          outcome: 'success',
          kind: 'deploy',
          repo: deployed.repo,
          sha: deployed.sha,
          at: deployed.at,
        },
      ],
    });
  });

  it('does not tell a failed deployment as service.deployed, which means success', () => {
    expect(dataOf({ ...deployed, outcome: 'failure' }).context.type).toBe(
      'dev.cdeventsx.throughline-deployment.finished.0.1.0',
    );
  });

  it('does not tell as a fact what was taken back', () => {
    const { context } = dataOf({ ...deployed, retracted: true, revision: 2 });
    expect(context.type).toBe('dev.cdeventsx.throughline-deployment.finished.0.1.0');
  });

  it('gives a correction its own message id, since source and id must be unique', () => {
    const ids = [deployed, { ...deployed, revision: 1 }, { ...deployed, revision: 2 }].map(
      (e) => toCdEvent(e).id,
    );
    expect(new Set(ids).size).toBe(3);
  });
});
