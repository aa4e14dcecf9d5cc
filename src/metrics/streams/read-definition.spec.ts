import { UserError } from '../../support/errors.js';
import { readStreams } from './read-definition.js';

const SHOP = `name: shop
owner: ann
steps:
  - name: Build
    start: { event: item.moved, state: [In Progress, Doing] }
    stop: { event: item.moved, from: In Progress }
  - name: Review
    owner: bob
    start: { event: change.opened }
    stop: { event: change.merged }
  - name: Deploy
    start: { event: change.merged }
    stop:
      - { event: deployment.finished, status: success, environment: production }
      - { event: change.abandoned }
`;

const refusal = (text: string): string => {
  try {
    readStreams('streams.yaml', text);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown.message;
    throw thrown;
  }
  throw new Error('it was read');
};

/** The stream with its lines from `line` on, counted from 1, replaced. */
const changed = (line: number, ...lines: string[]): string => {
  const all = SHOP.split('\n');
  all.splice(line - 1, lines.length, ...lines);
  return all.join('\n');
};

describe('the definition of a stream', () => {
  it('is an ordered list of steps with an owner', () => {
    const [{ definition, text }] = readStreams('streams.yaml', SHOP) as [ReturnType<typeof readStreams>[0]];
    expect(text).toBe(SHOP);
    expect(definition).toMatchObject({ name: 'shop', owner: 'ann', kind: 'TICKET', begins: [], ends: [] });
    expect(definition.steps.map(({ name, owner }) => [name, owner])).toEqual([
      ['Build', undefined],
      ['Review', 'bob'],
      ['Deploy', undefined],
    ]);
    expect(definition.steps[0]!.start).toEqual([
      { event: 'item.moved', fields: { state: ['In Progress', 'Doing'] } },
    ]);
    expect(definition.steps[2]!.stop).toHaveLength(2);
  });

  it('may stand beside others in a file, each with its own text', () => {
    const both = `streams:\n${[SHOP, SHOP.replace('shop', 'stall')]
      .map((one) => `  - ${one.trimEnd().split('\n').join('\n    ')}`)
      .join('\n')}\n`;
    const streams = readStreams('streams.yaml', both);
    expect(streams.map(({ definition }) => definition.name)).toEqual(['shop', 'stall']);
    expect(streams.map(({ text }) => readStreams('again', text)[0]!.definition)).toEqual(
      streams.map(({ definition }) => definition),
    );
    expect(refusal(both.replace('stall', 'shop'))).toBe(
      'streams.yaml:17:11 streams.1.name: "shop" is there twice.',
    );
  });

  it.each([
    ['no owner', changed(2, '# nobody'), 'streams.yaml:1:1 owner: a stream has an owner'],
    [
      'an event that there is not',
      changed(9, '    start: { event: change.begun }'),
      'streams.yaml:9:21 steps.1.start.event: there is no event "change.begun" in a path',
    ],
    [
      'a field that its event has not',
      changed(9, '    start: { event: change.opened, status: new }'),
      'streams.yaml:9:44 steps.1.start.status: change.opened has no field "status"',
    ],
    [
      'a key that nobody reads',
      changed(8, '    ownr: bob'),
      'streams.yaml:7:5 steps.1: Unrecognized key: "ownr"',
    ],
    [
      'a step that stops with what starts it',
      changed(10, '    stop: { event: change.opened }'),
      'streams.yaml:10:11 steps.1.stop: a cycle: "Review" stops with the event that starts it',
    ],
    [
      'a step that stops with what starts an earlier one',
      changed(13, '    stop: { event: change.opened }', '', ''),
      'streams.yaml:13:11 steps.2.stop: a cycle: "Deploy" stops with the event that starts "Review"',
    ],
    [
      'two steps that one event starts',
      changed(12, '    start: { event: change.opened }'),
      'streams.yaml:12:12 steps.2.start: "Deploy" overlaps "Review": one event starts both',
    ],
    [
      'two steps that one event stops',
      changed(12, '    start: { event: change.reviewed }', '    stop: { event: change.merged }', '', ''),
      'streams.yaml:13:11 steps.2.stop: "Deploy" overlaps "Review": both stop with the same event',
    ],
    [
      'a step that lasts until one after the next',
      changed(6, '    stop: { event: change.reviewed }').replace(
        'start: { event: change.merged',
        'start: { event: change.reviewed',
      ),
      'streams.yaml:12:12 steps.2.start: "Build" overlaps the steps up to "Deploy"',
    ],
    [
      'two steps of one name',
      changed(7, '  - name: Build'),
      'streams.yaml:7:11 steps.1.name: there are two steps "Build"',
    ],
    ['no steps', 'name: shop\nowner: ann\nsteps: []\n', 'streams.yaml:3:8 steps: '],
    ['no YAML', 'name: "shop\n', 'streams.yaml:2:1 is no YAML: '],
    ['a list', '- shop\n', 'streams.yaml:1:1 the file: '],
    ['nothing', '', 'streams.yaml:1:1 '],
    [
      'too many aliases',
      `a: &a [1]\nb: [${'*a,'.repeat(101)}]\n`,
      'streams.yaml:1:1 is no YAML: it repeats itself by too many aliases',
    ],
  ])('is refused with line and column: %s', (_what, text, sentence) => {
    const message = refusal(text);
    expect(message.startsWith(sentence) ? sentence : message).toBe(sentence);
    expect(message.endsWith('.')).toBe(true);
  });
});
